//! The IDs of cfn-lint's rules, for the table of what cfn-tidy covers.

/// The IDs of the rules of cfn-lint 1.58 that need only the template: no resource schemas, no prices, no account.
pub const TEMPLATE_IDS: [&str; 111] = [
    "E0000", "E0001", "E0002", "E0003", "E0100", "E0200", "E1001", "E1002", "E1003", "E1004", "E1005",
    "E1011", "E1015", "E1016", "E1017", "E1018", "E1019", "E1020", "E1021", "E1022", "E1024", "E1028",
    "E1029", "E1030", "E1031", "E1032", "E1033", "E1050", "E1051", "E1052", "E1700", "E1701", "E1702",
    "E2001", "E2002", "E2003", "E2010", "E2011", "E2015", "E2900", "E3001", "E3004", "E3005", "E3007",
    "E3009", "E3010", "E3011", "E3015", "E3016", "E3028", "E3035", "E3036", "E3038", "E3043", "E3055",
    "E3066", "E3724", "E4001", "E4002", "E5001", "E6001", "E6002", "E6003", "E6004", "E6005", "E6010",
    "E6011", "E6101", "E6102", "E7001", "E7002", "E7010", "E8001", "E8002", "E8003", "E8004", "E8005",
    "E8006", "E8007", "I1002", "I1003", "I1022", "I2003", "I2010", "I2011", "I3010", "I3012", "I6010",
    "I6011", "I7002", "I7010", "W1001", "W1019", "W1020", "W1028", "W1053", "W1054", "W1100", "W1101",
    "W2001", "W2002", "W2010", "W3001", "W3005", "W3011", "W4001", "W4005", "W6001", "W7001", "W8001",
    "W8003",
];

/// The IDs among [`TEMPLATE_IDS`] that no rule covers, and the reason.
pub const WITHOUT_RULE: [(&str, &str); 5] = [
    ("E0002", "a failure of cfn-lint itself"),
    ("E0003", "about cfn-lint's own configuration"),
    ("E0100", "about deployment files, which are not templates"),
    ("E0200", "about parameter files, which are not templates"),
    ("E2900", "about deployment files, which are not templates"),
];
