//! From a folder of provider schemas to the texts of `schema/data`.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use cfn_schema::model::{CheckFacts, Region, TypeFacts};
use cfn_schema::{provider, text};

mod documents;

pub(crate) type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// The region whose list of types the placeholders of other regions copy.
const COPIED: &str = "us-east-1";

/// Where each constraint applies. Not in the wheel's data, but in its program.
const PLACES: &str = include_str!("../../data/check-places.txt");

/// What was read: regions, types, the date.
struct Input {
    date: String,
    regions: Vec<Region>,
    types: Vec<TypeFacts>,
    checks: Vec<(String, CheckFacts)>,
    /// Name and text of the files with lists.
    lists: Vec<(&'static str, String)>,
    unknown: BTreeMap<String, String>,
}

/// Writes the texts, and returns how many types they have and of which date they are.
pub(crate) fn renew(input: &Path, output: &Path) -> Result<String> {
    let data = [input.join("cfnlint/data"), input.to_owned()];
    let wheel = data.iter().find(|folder| folder.join("schemas/providers").is_dir());
    let read = match wheel {
        Some(data) => read_wheel(data)?,
        None => read_plain(input, output)?,
    };
    if !read.unknown.is_empty() {
        let list: Vec<String> =
            read.unknown.iter().map(|(keyword, name)| format!("`{keyword}` in {name}")).collect();
        return Err(
            format!("unknown keywords: {}; read them or list them as dropped", list.join(", ")).into()
        );
    }
    let mut files: BTreeMap<PathBuf, Vec<TypeFacts>> = BTreeMap::new();
    for facts in read.types {
        files.entry(file_of(&facts.name)).or_default().push(facts);
    }
    let count: usize = files.values().map(Vec::len).sum();
    let folder = output.join("aws");
    fs::create_dir_all(&folder)?;
    for entry in fs::read_dir(&folder)? {
        let path = entry?.path();
        let name = Path::new("aws").join(path.file_name().unwrap_or_default());
        if !files.contains_key(&name) {
            fs::remove_file(path)?;
        }
    }
    for (file, mut types) in files {
        types.sort_by(|a, b| a.name.cmp(&b.name));
        fs::write(output.join(file), text::write_types(&types, &read.regions))?;
    }
    write_checks(read.checks, output)?;
    for (file, list) in &read.lists {
        fs::write(output.join(file), list)?;
    }
    fs::write(output.join("regions.txt"), text::write_regions(&read.regions))?;
    fs::write(output.join("date.txt"), format!("{}\n", read.date))?;
    Ok(format!("{count} types of {}", read.date))
}

/// Writes the constraints; a folder of plain schemas has none, and then those that are there are kept.
fn write_checks(checks: Vec<(String, CheckFacts)>, output: &Path) -> Result<()> {
    let mut files: BTreeMap<String, Vec<CheckFacts>> = BTreeMap::new();
    for (file, check) in checks {
        files.entry(file).or_default().push(check);
    }
    if files.is_empty() {
        return Ok(());
    }
    let folder = output.join("checks");
    if folder.is_dir() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    for (file, checks) in files {
        fs::write(output.join(file), text::write_checks(&checks))?;
    }
    Ok(())
}

/// The file of a type: `aws/sns.txt`.
fn file_of(name: &str) -> PathBuf {
    let mut parts = name.split("::");
    let (organization, service) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    match (organization, service) {
        ("AWS", "Serverless") => PathBuf::from("sam.txt"),
        ("AWS", service) => PathBuf::from(format!("aws/{}.txt", service.to_lowercase())),
        (other, service) => {
            PathBuf::from(format!("aws/{}-{}.txt", other.to_lowercase(), service.to_lowercase()))
        }
    }
}

/// Reads a folder laid out as the data of cfn-lint's wheel.
fn read_wheel(data: &Path) -> Result<Input> {
    let schemas = data.join("schemas");
    let version: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(schemas.join("version.json"))?)?;
    let written = version["schema_date"].as_str().ok_or("version.json has no schema_date")?;
    let mut regional = BTreeMap::new();
    for entry in fs::read_dir(schemas.join("providers"))? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "json") {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let types: BTreeMap<String, String> = serde_json::from_str(&fs::read_to_string(&path)?)?;
            regional.insert(name, types);
        }
    }
    let sam = regional.remove("sam").unwrap_or_default();
    let copied = regional.get(COPIED).cloned().unwrap_or_default();
    let regions: Vec<Region> = regional
        .iter()
        .map(|(name, types)| Region { name: name.clone(), assumed: name != COPIED && *types == copied })
        .collect();
    let mut bodies: BTreeMap<&str, (&str, Vec<String>)> = BTreeMap::new();
    for region in regions.iter().filter(|region| !region.assumed) {
        for (name, hash) in &regional[&region.name] {
            let body = bodies.entry(name).or_insert((hash, Vec::new()));
            if body.0 != hash {
                return Err(format!("{name} has different schemas in different regions").into());
            }
            body.1.push(region.name.clone());
        }
    }
    let all = regions.iter().filter(|region| !region.assumed).count();
    let mut input = Input {
        date: written.get(..10).unwrap_or(written).to_owned(),
        regions,
        types: Vec::new(),
        checks: Vec::new(),
        lists: Vec::new(),
        unknown: BTreeMap::new(),
    };
    let sam = sam.iter().map(|(name, hash)| (name.as_str(), hash.as_str(), None));
    let aws = bodies.iter().map(|(name, (hash, set))| (*name, *hash, Some(set.clone())));
    for (name, hash, set) in aws.chain(sam) {
        let path = schemas.join("resources").join(format!("{hash}.json"));
        let mut facts = read_type(&path, &mut input.unknown)?;
        if facts.name != name {
            return Err(format!("{} is of {}, not of {name}", path.display(), facts.name).into());
        }
        facts.regions = set.filter(|set| set.len() < all);
        input.types.push(facts);
    }
    input.checks = read_checks(&schemas.join("extensions"), &input.regions, &mut input.unknown)?;
    input.checks.extend(documents::read(&schemas.join("other"), &mut input.unknown)?);
    input.lists = documents::lists(&data.join("AdditionalSpecs"))?;
    Ok(input)
}

/// Reads the constraints, each with the file in which it is written.
fn read_checks(
    extensions: &Path,
    regions: &[Region],
    unknown: &mut BTreeMap<String, String>,
) -> Result<Vec<(String, CheckFacts)>> {
    let known: BTreeSet<&String> = regions.iter().map(|region| &region.name).collect();
    let mut checks: Vec<(String, CheckFacts)> = Vec::new();
    for line in PLACES.lines().filter(|line| !line.starts_with('#')) {
        if let (Some(place), Some((file, check))) = (line.strip_prefix(' '), checks.last_mut()) {
            let (first, rest) = place.split_once(' ').unwrap_or((place, ""));
            if first == "lowercase" {
                check.lowercase = Some(rest.to_owned());
                continue;
            }
            let path = rest.trim_start_matches('/').split('/').filter(|name| !name.is_empty());
            check.places.push((first.to_owned(), path.map(str::to_owned).collect()));
            if file.is_empty() {
                let service = first.split("::").nth(1).unwrap_or_default();
                *file = format!("checks/{}.txt", service.to_lowercase());
            }
            continue;
        }
        let (name, id) = line.split_once(' ').ok_or("expected a file and an id")?;
        let path = extensions.join(format!("{name}.json"));
        let mut document: serde_json::Value = serde_json::from_str(&fs::read_to_string(&path)?)?;
        if document.get("us-east-1").is_some() {
            if let Some(by_region) = document.as_object_mut() {
                by_region.retain(|region, _| known.contains(region));
            }
            document = provider::transpose(&document).ok_or_else(|| format!("{name} has an unknown form"))?;
        }
        let (mut schema, keywords) =
            provider::read_schema(&document).map_err(|error| format!("{}: {error}", path.display()))?;
        id.clone_into(&mut schema.name);
        for keyword in keywords {
            unknown.entry(keyword).or_insert_with(|| name.to_owned());
        }
        checks.push((String::new(), CheckFacts { id: id.to_owned(), schema, ..CheckFacts::default() }));
    }
    Ok(checks)
}

/// Reads a folder of provider schemas. The regions and the date are kept as they are in the output; a type that is not
/// there yet is available everywhere.
fn read_plain(folder: &Path, output: &Path) -> Result<Input> {
    let regions = text::regions(&fs::read_to_string(output.join("regions.txt"))?)?;
    let date = fs::read_to_string(folder.join("date.txt"))
        .or_else(|_| fs::read_to_string(output.join("date.txt")))?;
    let mut known = BTreeMap::new();
    let mut files = vec![output.join("sam.txt")];
    files.extend(
        fs::read_dir(output.join("aws"))?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?,
    );
    for file in files {
        for facts in text::types(&fs::read_to_string(file)?, &regions)? {
            known.insert(facts.name, facts.regions);
        }
    }
    let mut input = Input {
        date: date.trim().to_owned(),
        regions,
        types: Vec::new(),
        checks: Vec::new(),
        lists: Vec::new(),
        unknown: BTreeMap::new(),
    };
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "json") {
            let mut facts = read_type(&path, &mut input.unknown)?;
            facts.regions = known.get(&facts.name).cloned().flatten();
            input.types.push(facts);
        }
    }
    Ok(input)
}

fn read_type(path: &Path, unknown: &mut BTreeMap<String, String>) -> Result<TypeFacts> {
    let json = fs::read_to_string(path)?;
    let (facts, keywords) = provider::read(&json).map_err(|error| format!("{}: {error}", path.display()))?;
    for keyword in keywords {
        unknown.entry(keyword).or_insert_with(|| facts.name.clone());
    }
    Ok(facts)
}
