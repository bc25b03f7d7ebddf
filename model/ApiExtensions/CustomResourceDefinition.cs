using Orleans.Kube.Model.AdmissionRegistration;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.ApiExtensions;

/// <summary>A resource that users add to the API: its names, its versions and the schema of its objects.</summary>
[KubeKind("apiextensions.k8s.io/v1", "CustomResourceDefinition")]
public sealed record CustomResourceDefinition : KubeObject
{
    [AlwaysWritten]
    public CustomResourceDefinitionSpec Spec { get; init => field = value ?? new(); } = new();

    [Default("{}")]
    public CustomResourceDefinitionStatus? Status { get; init; }
}

/// <summary>What the resource is called, and what its objects look like.</summary>
public sealed record CustomResourceDefinitionSpec
{
    /// <summary>The group of the API.</summary>
    [AlwaysWritten]
    public string Group { get; init => field = value ?? ""; } = "";

    /// <summary>What the resource is called.</summary>
    [AlwaysWritten]
    public CustomResourceDefinitionNames Names { get; init => field = value ?? new(); } = new();

    [AlwaysWritten] [Values(typeof(ResourceScope))]
    public string Scope { get; init => field = value ?? ""; } = "";

    /// <summary>The versions that are served or stored.</summary>
    [AlwaysWritten] [Atomic]
    public IReadOnlyList<CustomResourceDefinitionVersion> Versions { get; init => field = value ?? []; } = [];

    /// <summary>How objects are converted between the versions. Default: only apiVersion changes.</summary>
    public CustomResourceConversion? Conversion { get; init; }

    /// <summary>Of old versions of this API. It must be false.</summary>
    public bool PreserveUnknownFields { get; init; }
}

/// <summary>What the resource is called.</summary>
public sealed record CustomResourceDefinitionNames
{
    /// <summary>The plural, as in paths: all lower case.</summary>
    [AlwaysWritten]
    public string Plural { get; init => field = value ?? ""; } = "";

    /// <summary>The singular. Default: the kind in lower case.</summary>
    public string Singular { get; init => field = value ?? ""; } = "";

    /// <summary>Short names that clients may use.</summary>
    [Atomic]
    public IReadOnlyList<string> ShortNames { get; init => field = value ?? []; } = [];

    [AlwaysWritten]
    public string Kind { get; init => field = value ?? ""; } = "";

    /// <summary>The kind of a list. Default: the kind with List at its end.</summary>
    public string ListKind { get; init => field = value ?? ""; } = "";

    /// <summary>The groups of resources to which it belongs, such as all.</summary>
    [Atomic]
    public IReadOnlyList<string> Categories { get; init => field = value ?? []; } = [];
}

/// <summary>One version of the resource.</summary>
public sealed record CustomResourceDefinitionVersion
{
    /// <summary>Name of the version, such as v1 or v1beta1.</summary>
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>Whether the version can be used.</summary>
    [AlwaysWritten]
    public bool Served { get; init; }

    /// <summary>Whether objects are stored in this version. Exactly one version has it.</summary>
    [AlwaysWritten]
    public bool Storage { get; init; }

    /// <summary>Whether clients are warned when they use the version. Default false.</summary>
    public bool Deprecated { get; init; }

    /// <summary>The warning. Default: one that names the newest version.</summary>
    public string? DeprecationWarning { get; init; }

    /// <summary>What objects look like.</summary>
    public CustomResourceValidation? Schema { get; init; }

    /// <summary>The subresources that the objects have.</summary>
    public CustomResourceSubresources? Subresources { get; init; }

    /// <summary>The columns that kubectl get shows. Default: the age.</summary>
    [Atomic]
    public IReadOnlyList<CustomResourceColumnDefinition> AdditionalPrinterColumns { get; init => field = value ?? []; } = [];

    /// <summary>Fields by which lists can be selected. At most 8.</summary>
    [Atomic]
    public IReadOnlyList<SelectableField> SelectableFields { get; init => field = value ?? []; } = [];
}

/// <summary>What objects look like.</summary>
public sealed record CustomResourceValidation
{
    /// <summary>A structural schema.</summary>
    public JSONSchemaProps? OpenAPIV3Schema { get; init; }
}

/// <summary>The subresources that objects have.</summary>
public sealed record CustomResourceSubresources
{
    public CustomResourceSubresourceStatus? Status { get; init; }

    /// <summary>Makes objects known to kubectl scale and to autoscalers.</summary>
    public CustomResourceSubresourceScale? Scale { get; init; }
}

/// <summary>Says that the status is a subresource of its own. It has no fields.</summary>
public sealed record CustomResourceSubresourceStatus;

/// <summary>Where the numbers of the scale subresource are in an object.</summary>
public sealed record CustomResourceSubresourceScale
{
    /// <summary>JSON path under .spec of the number of replicas that is wanted.</summary>
    [AlwaysWritten]
    public string SpecReplicasPath { get; init => field = value ?? ""; } = "";

    /// <summary>JSON path under .status of the number of replicas that there are.</summary>
    [AlwaysWritten]
    public string StatusReplicasPath { get; init => field = value ?? ""; } = "";

    /// <summary>JSON path under .status or .spec of the selector as a text. An autoscaler needs it.</summary>
    public string? LabelSelectorPath { get; init; }
}

/// <summary>A column that kubectl get shows.</summary>
public sealed record CustomResourceColumnDefinition
{
    /// <summary>The heading of the column.</summary>
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>An OpenAPI type: integer, number, string, boolean or date.</summary>
    [AlwaysWritten]
    public string Type { get; init => field = value ?? ""; } = "";

    /// <summary>The format of an OpenAPI type, such as date-time.</summary>
    public string Format { get; init => field = value ?? ""; } = "";

    /// <summary>What the column shows.</summary>
    public string Description { get; init => field = value ?? ""; } = "";

    /// <summary>Zero: always shown. Higher: only with -o wide.</summary>
    public int Priority { get; init; }

    /// <summary>A simple JSON path to the value in the object.</summary>
    [AlwaysWritten]
    public string JsonPath { get; init => field = value ?? ""; } = "";
}

/// <summary>A field by which lists can be selected.</summary>
public sealed record SelectableField
{
    /// <summary>A simple JSON path to a string, boolean or integer.</summary>
    [AlwaysWritten]
    public string JsonPath { get; init => field = value ?? ""; } = "";
}

/// <summary>How objects are converted between the versions.</summary>
public sealed record CustomResourceConversion
{
    [AlwaysWritten] [Values(typeof(ConversionStrategy))]
    public string Strategy { get; init => field = value ?? ""; } = "";

    /// <summary>The webhook that converts, where the strategy is Webhook.</summary>
    public WebhookConversion? Webhook { get; init; }
}

/// <summary>The webhook that converts objects.</summary>
public sealed record WebhookConversion
{
    /// <summary>How the webhook is reached.</summary>
    public WebhookClientConfig? ClientConfig { get; init; }

    /// <summary>The versions of ConversionReview that the webhook understands, the preferred one first.</summary>
    [AlwaysWritten] [Atomic]
    public IReadOnlyList<string> ConversionReviewVersions { get; init => field = value ?? []; } = [];
}

/// <summary>Whether the resource is served.</summary>
public sealed record CustomResourceDefinitionStatus
{
    /// <summary>Whether the names were accepted and the resource is served.</summary>
    [ListMap("type")]
    public IReadOnlyList<CustomResourceDefinitionCondition> Conditions { get; init => field = value ?? []; } = [];

    /// <summary>The names under which the resource is served. They can differ from those wanted where another resource has these.</summary>
    [AlwaysWritten] [Optional]
    public CustomResourceDefinitionNames AcceptedNames { get; init => field = value ?? new(); } = new();

    /// <summary>The versions in which objects were ever stored. A version can only go from the spec once it is gone here.</summary>
    [AlwaysWritten] [Optional] [Atomic]
    public IReadOnlyList<string> StoredVersions { get; init => field = value ?? []; } = [];
}

/// <summary>One aspect of the definition's state at a time.</summary>
public sealed record CustomResourceDefinitionCondition
{
    [AlwaysWritten] [Values(typeof(CustomResourceDefinitionConditionType))]
    public string Type { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string Status { get; init => field = value ?? ""; } = "";

    /// <summary>When the status of the condition last changed.</summary>
    [AlwaysWritten] [Optional]
    public DateTimeOffset? LastTransitionTime { get; init; }

    /// <summary>The reason for the last change, in one word.</summary>
    public string Reason { get; init => field = value ?? ""; } = "";

    /// <summary>The reason for the last change, for people.</summary>
    public string Message { get; init => field = value ?? ""; } = "";
}
