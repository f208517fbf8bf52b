//! Paths of local files, which `package` uploads and replaces with their location.

use cfn_ast::Node;

/// Types and the properties of theirs in which `aws cloudformation package` replaces the path of a file with an object
/// (AWS CLI Command Reference, "cloudformation package"); the last name of the path of properties is the first one here.
pub const PACKAGED_PATHS: [(&str, &[&str]); 11] = [
    ("AWS::ApiGateway::RestApi", &["BodyS3Location"]),
    ("AWS::AppSync::FunctionConfiguration", &["RequestMappingTemplateS3Location"]),
    ("AWS::AppSync::FunctionConfiguration", &["ResponseMappingTemplateS3Location"]),
    ("AWS::AppSync::GraphQLSchema", &["DefinitionS3Location"]),
    ("AWS::AppSync::Resolver", &["RequestMappingTemplateS3Location"]),
    ("AWS::AppSync::Resolver", &["ResponseMappingTemplateS3Location"]),
    ("AWS::CodeCommit::Repository", &["S3", "Code"]),
    ("AWS::ElasticBeanstalk::ApplicationVersion", &["SourceBundle"]),
    ("AWS::Lambda::Function", &["Code"]),
    ("AWS::Lambda::LayerVersion", &["Content"]),
    ("AWS::StepFunctions::StateMachine", &["DefinitionS3Location"]),
];

/// Whether a value may be the path of a file that is replaced before the template is deployed.
pub(super) fn is_path(value: Node<'_>) -> bool {
    if !value.is_scalar() {
        return false;
    }
    let keys: Vec<Option<&str>> =
        std::iter::once(value).chain(value.ancestors()).map(|node| node.key().and_then(Node::text)).collect();
    let Some(depth) = keys.iter().position(|key| *key == Some("Properties")) else { return false };
    let resource = value.ancestors().nth(depth);
    let type_name = resource.and_then(|resource| resource.get("Type")?.text());
    PACKAGED_PATHS.iter().any(|(name, path)| {
        type_name == Some(name) && path.iter().map(|key| Some(*key)).eq(keys[..depth].iter().copied())
    })
}
