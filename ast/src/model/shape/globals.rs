//! The section `Globals` of SAM (AWS SAM Developer Guide, "Globals section of the AWS SAM template").

use super::{Attribute, Functions, ObjectShape, Others, Shape};

/// The values of common properties are described by the schemas of the resource types.
const PROPERTY: Shape = Shape::Any;

const MAPPING: Shape = Shape::Object(&super::template::FREE);

const LIST: Shape = Shape::List(&Shape::Any);

pub(super) static GLOBALS: Shape = Shape::Object(&ObjectShape {
    attributes: &[
        Attribute::optional("Api", Shape::Evaluated(Functions::All, &Shape::Object(&API))),
        Attribute::optional(
            "CapacityProvider",
            Shape::Evaluated(Functions::All, &Shape::Object(&CAPACITY_PROVIDER)),
        ),
        Attribute::optional("Function", Shape::Evaluated(Functions::All, &Shape::Object(&FUNCTION))),
        Attribute::optional("HttpApi", Shape::Evaluated(Functions::All, &Shape::Object(&HTTP_API))),
        Attribute::optional("LayerVersion", Shape::Evaluated(Functions::All, &Shape::Object(&LAYER_VERSION))),
        Attribute::optional("MicrovmImage", Shape::Evaluated(Functions::All, &MAPPING)),
        Attribute::optional("NetworkConnector", Shape::Evaluated(Functions::All, &MAPPING)),
        Attribute::optional("SimpleTable", Shape::Evaluated(Functions::All, &Shape::Object(&SIMPLE_TABLE))),
        Attribute::optional("StateMachine", Shape::Evaluated(Functions::All, &Shape::Object(&STATE_MACHINE))),
        Attribute::optional("WebFunction", Shape::Evaluated(Functions::All, &MAPPING)),
        Attribute::optional(
            "WebSocketApi",
            Shape::Evaluated(Functions::All, &Shape::Object(&WEB_SOCKET_API)),
        ),
    ],
    others: Others::Refused,
});

static API: ObjectShape = ObjectShape {
    attributes: &[
        Attribute::optional("AccessLogSetting", PROPERTY),
        Attribute::optional("AlwaysDeploy", Shape::Boolean),
        Attribute::optional("Auth", PROPERTY),
        Attribute::optional("BinaryMediaTypes", PROPERTY),
        Attribute::optional("CacheClusterEnabled", Shape::Boolean),
        Attribute::optional("CacheClusterSize", Shape::Text),
        Attribute::optional("CanarySetting", PROPERTY),
        Attribute::optional("Cors", PROPERTY),
        Attribute::optional("DefinitionUri", PROPERTY),
        Attribute::optional("Domain", PROPERTY),
        Attribute::optional("EndpointAccessMode", PROPERTY),
        Attribute::optional("EndpointConfiguration", PROPERTY),
        Attribute::optional("GatewayResponses", MAPPING),
        Attribute::optional("MergeDefinitions", Shape::Boolean),
        Attribute::optional("MethodSettings", PROPERTY),
        Attribute::optional("MinimumCompressionSize", Shape::Number),
        Attribute::optional("Name", Shape::Text),
        Attribute::optional("OpenApiVersion", PROPERTY),
        Attribute::optional("PropagateTags", Shape::Boolean),
        Attribute::optional("SecurityPolicy", Shape::Text),
        Attribute::optional("TracingEnabled", Shape::Boolean),
        Attribute::optional("Variables", MAPPING),
    ],
    others: Others::Refused,
};

static CAPACITY_PROVIDER: ObjectShape = ObjectShape {
    attributes: &[
        Attribute::optional("InstanceRequirements", PROPERTY),
        Attribute::optional("KmsKeyArn", Shape::Text),
        Attribute::optional("OperatorRole", PROPERTY),
        Attribute::optional("PropagateTags", Shape::Boolean),
        Attribute::optional("ScalingConfig", PROPERTY),
        Attribute::optional("Tags", MAPPING),
        Attribute::optional("VpcConfig", PROPERTY),
    ],
    others: Others::Refused,
};

static FUNCTION: ObjectShape = ObjectShape {
    attributes: &[
        Attribute::optional("Architectures", LIST),
        Attribute::optional("AssumeRolePolicyDocument", MAPPING),
        Attribute::optional("AutoPublishAlias", PROPERTY),
        Attribute::optional("AutoPublishAliasAllProperties", Shape::Boolean),
        Attribute::optional("CapacityProviderConfig", PROPERTY),
        Attribute::optional("CodeSigningConfigArn", PROPERTY),
        Attribute::optional("CodeUri", PROPERTY),
        Attribute::optional("DeadLetterQueue", MAPPING),
        Attribute::optional("DeploymentPreference", PROPERTY),
        Attribute::optional("Description", PROPERTY),
        Attribute::optional("DurableConfig", PROPERTY),
        Attribute::optional("Environment", PROPERTY),
        Attribute::optional("EphemeralStorage", PROPERTY),
        Attribute::optional("EventInvokeConfig", PROPERTY),
        Attribute::optional("FileSystemConfigs", PROPERTY),
        Attribute::optional("FunctionScalingConfig", PROPERTY),
        Attribute::optional("FunctionUrlConfig", PROPERTY),
        Attribute::optional("Handler", Shape::Text),
        Attribute::optional("KmsKeyArn", PROPERTY),
        Attribute::optional("Layers", PROPERTY),
        Attribute::optional("LoggingConfig", PROPERTY),
        Attribute::optional("MemorySize", PROPERTY),
        Attribute::optional("PermissionsBoundary", Shape::Text),
        Attribute::optional("PropagateTags", Shape::Boolean),
        Attribute::optional("ProvisionedConcurrencyConfig", PROPERTY),
        Attribute::optional("PublishToLatestPublished", Shape::Boolean),
        Attribute::optional("RecursiveLoop", Shape::Text),
        Attribute::optional("ReservedConcurrentExecutions", PROPERTY),
        Attribute::optional("RolePath", Shape::Text),
        Attribute::optional("Runtime", Shape::Text),
        Attribute::optional("RuntimeManagementConfig", PROPERTY),
        Attribute::optional("SnapStart", PROPERTY),
        Attribute::optional("SourceKMSKeyArn", Shape::Text),
        Attribute::optional("Tags", MAPPING),
        Attribute::optional("TenancyConfig", PROPERTY),
        Attribute::optional("Timeout", PROPERTY),
        Attribute::optional("Tracing", PROPERTY),
        Attribute::optional("VersionDeletionPolicy", PROPERTY),
        Attribute::optional("VpcConfig", PROPERTY),
    ],
    others: Others::Refused,
};

static HTTP_API: ObjectShape = ObjectShape {
    attributes: &[
        Attribute::optional("AccessLogSettings", PROPERTY),
        Attribute::optional("Auth", PROPERTY),
        Attribute::optional("CorsConfiguration", PROPERTY),
        Attribute::optional("DefaultRouteSettings", PROPERTY),
        Attribute::optional("Domain", PROPERTY),
        Attribute::optional("FailOnWarnings", PROPERTY),
        Attribute::optional("PropagateTags", Shape::Boolean),
        Attribute::optional("RouteSettings", PROPERTY),
        Attribute::optional("StageVariables", PROPERTY),
        Attribute::optional("Tags", MAPPING),
    ],
    others: Others::Refused,
};

static LAYER_VERSION: ObjectShape = ObjectShape {
    attributes: &[Attribute::optional("PublishLambdaVersion", Shape::Boolean)],
    others: Others::Refused,
};

static SIMPLE_TABLE: ObjectShape =
    ObjectShape { attributes: &[Attribute::optional("SSESpecification", PROPERTY)], others: Others::Refused };

static STATE_MACHINE: ObjectShape = ObjectShape {
    attributes: &[Attribute::optional("PropagateTags", Shape::Boolean)],
    others: Others::Refused,
};

static WEB_SOCKET_API: ObjectShape = ObjectShape {
    attributes: &[
        Attribute::optional("AccessLogSettings", PROPERTY),
        Attribute::optional("ApiKeySelectionExpression", Shape::Text),
        Attribute::optional("DefaultRouteSettings", PROPERTY),
        Attribute::optional("DisableExecuteApiEndpoint", Shape::Boolean),
        Attribute::optional("DisableSchemaValidation", Shape::Boolean),
        Attribute::optional("Domain", PROPERTY),
        Attribute::optional("FailOnWarnings", PROPERTY),
        Attribute::optional("IpAddressType", Shape::Text),
        Attribute::optional("PropagateTags", Shape::Boolean),
        Attribute::optional("RouteSelectionExpression", Shape::Text),
        Attribute::optional("RouteSettings", PROPERTY),
        Attribute::optional("StageVariables", PROPERTY),
        Attribute::optional("Tags", MAPPING),
    ],
    others: Others::Refused,
};
