//! The grammar of layer references, as a table.

use cfn_ast::layer::{
    Age, AgeError, BlockedVersions, BlockedVersionsError, Layer, LayerArn, LayerError, LayerReference,
    LayerVersion, Numbers,
};

fn named(name: &str, version: LayerVersion) -> LayerReference<'_> {
    LayerReference::Layer { layer: Layer::Name(name), version }
}

fn arn<'a>(partition: &'a str, region: &'a str, name: &'a str, version: LayerVersion) -> LayerReference<'a> {
    let layer = Layer::Arn(LayerArn { partition, region, account: "123456789012", name });
    LayerReference::Layer { layer, version }
}

#[test]
fn every_form_is_understood() {
    use LayerVersion::{AtLeast, Exact, Latest, Unstated};
    let longest = "n".repeat(140);
    let cases = [
        ("my-layer", named("my-layer", Unstated)),
        ("My_Layer-2", named("My_Layer-2", Unstated)),
        ("24", named("24", Unstated)),
        ("latest", named("latest", Unstated)),
        ("arn", named("arn", Unstated)),
        (longest.as_str(), named(&longest, Unstated)),
        ("my-layer:latest", named("my-layer", Latest)),
        ("my-layer:24", named("my-layer", Exact(24))),
        ("my-layer:24+", named("my-layer", AtLeast(24))),
        ("my-layer:9223372036854775807", named("my-layer", Exact(9_223_372_036_854_775_807))),
        (
            "arn:aws:lambda:eu-central-1:123456789012:layer:tools",
            arn("aws", "eu-central-1", "tools", Unstated),
        ),
        (
            "arn:aws:lambda:eu-central-1:123456789012:layer:tools:latest",
            arn("aws", "eu-central-1", "tools", Latest),
        ),
        ("arn:aws:lambda:us-east-1:123456789012:layer:tools:38", arn("aws", "us-east-1", "tools", Exact(38))),
        (
            "arn:aws:lambda:us-east-1:123456789012:layer:tools:38+",
            arn("aws", "us-east-1", "tools", AtLeast(38)),
        ),
        ("arn:aws-cn:lambda:cn-north-1:123456789012:layer:t:1", arn("aws-cn", "cn-north-1", "t", Exact(1))),
        (
            "arn:aws-us-gov:lambda:us-gov-west-1:123456789012:layer:t:1",
            arn("aws-us-gov", "us-gov-west-1", "t", Exact(1)),
        ),
        (
            "arn:aws-iso:lambda:us-iso-east-1:123456789012:layer:t:1",
            arn("aws-iso", "us-iso-east-1", "t", Exact(1)),
        ),
        (
            "arn:aws-iso-b:lambda:us-isob-east-1:123456789012:layer:t:1",
            arn("aws-iso-b", "us-isob-east-1", "t", Exact(1)),
        ),
        (
            "arn:aws-eusc:lambda:eusc-de-east-1:123456789012:layer:t:1",
            arn("aws-eusc", "eusc-de-east-1", "t", Exact(1)),
        ),
        (
            "arn:aws:lambda:::awslayer:AmazonLinux1803",
            LayerReference::AwsLayer("arn:aws:lambda:::awslayer:AmazonLinux1803"),
        ),
        ("{{resolve:ssm:/layers/tools}}", LayerReference::Dynamic("{{resolve:ssm:/layers/tools}}")),
        ("tools:{{resolve:ssm:/v}}", LayerReference::Dynamic("tools:{{resolve:ssm:/v}}")),
    ];
    for (text, expected) in cases {
        assert_eq!(LayerReference::parse(text), Ok(expected), "{text}");
    }
}

#[test]
fn everything_else_is_refused_with_its_reason() {
    let owned = str::to_owned;
    let long = "n".repeat(141);
    let cases = [
        ("", LayerError::Empty),
        (" my-layer", LayerError::Whitespace),
        ("my-layer\n", LayerError::Whitespace),
        ("${Layer}", LayerError::Placeholder),
        ("arn:aws:lambda:${AWS::Region}:123456789012:layer:tools", LayerError::Placeholder),
        ("my layer", LayerError::Name { name: owned("my layer"), character: ' ' }),
        ("my.layer", LayerError::Name { name: owned("my.layer"), character: '.' }),
        ("café", LayerError::Name { name: owned("café"), character: 'é' }),
        (":24", LayerError::NoName),
        (":", LayerError::Version(owned(""))),
        (&long, LayerError::NameLength(141)),
        ("my-layer:", LayerError::Version(owned(""))),
        ("my-layer:0", LayerError::Version(owned("0"))),
        ("my-layer:007", LayerError::Version(owned("007"))),
        ("my-layer:-1", LayerError::Version(owned("-1"))),
        ("my-layer:+", LayerError::Version(owned("+"))),
        ("my-layer:24++", LayerError::Version(owned("24++"))),
        ("my-layer:LATEST", LayerError::Version(owned("LATEST"))),
        ("my-layer:$LATEST", LayerError::Version(owned("$LATEST"))),
        ("my-layer:1:2", LayerError::Version(owned("1:2"))),
        ("my-layer:9223372036854775808", LayerError::Version(owned("9223372036854775808"))),
        ("arn:", LayerError::ShortArn),
        ("arn:aws:lambda:us-east-1:123456789012", LayerError::ShortArn),
        ("arn:aws:lambda:us-east-1:123456789012:layer", LayerError::ShortArn),
        ("arn:aws:lambda:us-east-1:123456789012:layer:", LayerError::NoName),
        ("arn:aws:lambda:us-east-1:123456789012:layer:t:", LayerError::Version(owned(""))),
        ("arn:aws:lambda:us-east-1:123456789012:layer:t:1:2", LayerError::Version(owned("1:2"))),
        ("arn:aws:s3:::bucket", LayerError::Service(owned("s3"))),
        ("arn:aws:lambda:us-east-1:123456789012:function:f", LayerError::Resource(owned("function"))),
        ("arn:aws:lambda:us-east-1:123456789012:layers:t", LayerError::Resource(owned("layers"))),
        ("arn:AWS:lambda:us-east-1:123456789012:layer:t", LayerError::Partition(owned("AWS"))),
        ("arn::lambda:us-east-1:123456789012:layer:t", LayerError::Partition(owned(""))),
        ("arn:aws-:lambda:us-east-1:123456789012:layer:t", LayerError::Partition(owned("aws-"))),
        ("arn:aws-aws-cn:lambda:cn-north-1:123456789012:layer:t", LayerError::Partition(owned("aws-aws-cn"))),
        ("arn:aws--cn:lambda:cn-north-1:123456789012:layer:t", LayerError::Partition(owned("aws--cn"))),
        ("arn:aws:lambda::123456789012:layer:t", LayerError::Region(owned(""))),
        ("arn:aws:lambda:useast1:123456789012:layer:t", LayerError::Region(owned("useast1"))),
        ("arn:aws:lambda:us-east:123456789012:layer:t", LayerError::Region(owned("us-east"))),
        ("arn:aws:lambda:us-east-1::layer:t", LayerError::Account(owned(""))),
        ("arn:aws:lambda:us-east-1:12345678901:layer:t", LayerError::Account(owned("12345678901"))),
        ("arn:aws:lambda:us-east-1:1234-5678-9012:layer:t", LayerError::Account(owned("1234-5678-9012"))),
        ("arn:aws:lambda:us-east-1:123456789012:awslayer:t", LayerError::AwsLayer),
        ("arn:aws:lambda:::layer:t", LayerError::Region(owned(""))),
    ];
    for (text, expected) in cases {
        assert_eq!(LayerReference::parse(text), Err(expected), "{text}");
    }
}

#[test]
fn an_arn_is_written_as_it_was_read() {
    let text = "arn:aws-us-gov:lambda:us-gov-west-1:123456789012:layer:tools";
    let Ok(LayerReference::Layer { layer, .. }) = LayerReference::parse(text) else { panic!("{text}") };
    assert_eq!(layer.to_string(), text);
    assert_eq!(layer.name(), "tools");
}

#[test]
fn only_an_arn_with_a_number_is_pinned() {
    let pinned = |text| LayerReference::parse(text).is_ok_and(|reference| reference.is_pinned());
    assert!(pinned("arn:aws:lambda:us-east-1:123456789012:layer:tools:38"));
    for text in ["tools:38", "tools", "arn:aws:lambda:us-east-1:123456789012:layer:tools:38+"] {
        assert!(!pinned(text), "{text}");
    }
}

#[test]
fn a_long_text_is_shortened_in_the_message() {
    let text = "é".repeat(5_000);
    let message = LayerReference::parse(&text).map_err(|error| error.to_string());
    assert!(message.is_err_and(|message| message.len() < 300));
}

#[test]
fn an_age_is_a_number_with_a_unit() {
    for (text, seconds) in
        [("0m", 0), ("90m", 5_400), ("12h", 43_200), ("3d", 259_200), ("9999w", 6_047_395_200)]
    {
        let age: Result<Age, _> = text.parse();
        assert_eq!(age.map(Age::seconds), Ok(seconds), "{text}");
        assert_eq!(age.map(|age| age.to_string()), Ok(text.to_owned()));
    }
    for text in ["", "d", "3", "3 d", " 3d", "+3d", "-3d", "3.5d", "3D", "3days", "10000d", "3ü", "３d"] {
        assert_eq!(text.parse::<Age>(), Err(AgeError), "{text}");
    }
}

#[test]
fn blocked_versions_are_a_pattern_and_numbers() {
    let arn = "arn:aws:lambda:*:123456789012:layer:tools";
    for (text, pattern, numbers) in [
        ("tools", "tools", Numbers::All),
        ("größe-*", "größe-*", Numbers::All),
        ("tools:7", "tools", Numbers::Exactly(7)),
        ("t?ols:<12", "t?ols", Numbers::Below(12)),
        ("*:>0", "*", Numbers::Above(0)),
        (arn, arn, Numbers::All),
        ("arn:aws:lambda:*:123456789012:layer:tools:7", arn, Numbers::Exactly(7)),
    ] {
        let expected = BlockedVersions { pattern: pattern.to_owned(), numbers };
        assert_eq!(text.parse(), Ok(expected), "{text}");
    }
    for text in [
        "",
        ":7",
        "tools:",
        "tools:x",
        "tools:<",
        "tools:=7",
        "tools:+7",
        "tools:7+",
        "tools:latest",
        "a:<9999999999999999999999",
    ] {
        assert_eq!(text.parse::<BlockedVersions>(), Err(BlockedVersionsError), "{text}");
    }
}

#[test]
fn blocked_numbers_contain_what_they_say() {
    for (numbers, expected) in [
        (Numbers::All, [true, true, true]),
        (Numbers::Exactly(7), [false, true, false]),
        (Numbers::Below(7), [true, false, false]),
        (Numbers::Above(7), [false, false, true]),
    ] {
        assert_eq!([6, 7, 8].map(|number| numbers.contain(number)), expected, "{numbers:?}");
    }
}
