using Orleans.Kube.Model.AdmissionRegistration;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.ApiExtensions;

/// <summary>A resource that users add to the API: its names, its versions and the schema of its objects.</summary>
[KubeKind("apiextensions.k8s.io/v1", "CustomResourceDefinition")]
public sealed record CustomResourceDefinition : KubeObject
{
    [AlwaysWritten]
    public CustomResourceDefinitionSpec Spec { get; init => field = value ?? new(); } = new();

    public CustomResourceDefinitionStatus? Status { get; init; }
}

public sealed record CustomResourceDefinitionSpec
{
    [AlwaysWritten]
    public string Group { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public CustomResourceDefinitionNames Names { get; init => field = value ?? new(); } = new();

    [AlwaysWritten] [Values(typeof(ResourceScope))]
    public string Scope { get; init => field = value ?? ""; } = "";

    [AlwaysWritten] [Atomic]
    public IReadOnlyList<CustomResourceDefinitionVersion> Versions { get; init => field = value ?? []; } = [];

    public CustomResourceConversion? Conversion { get; init; }

    public bool PreserveUnknownFields { get; init; }
}

public sealed record CustomResourceDefinitionNames
{
    [AlwaysWritten]
    public string Plural { get; init => field = value ?? ""; } = "";

    public string Singular { get; init => field = value ?? ""; } = "";

    [Atomic]
    public IReadOnlyList<string> ShortNames { get; init => field = value ?? []; } = [];

    [AlwaysWritten]
    public string Kind { get; init => field = value ?? ""; } = "";

    public string ListKind { get; init => field = value ?? ""; } = "";

    [Atomic]
    public IReadOnlyList<string> Categories { get; init => field = value ?? []; } = [];
}

public sealed record CustomResourceDefinitionVersion
{
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public bool Served { get; init; }

    [AlwaysWritten]
    public bool Storage { get; init; }

    public bool Deprecated { get; init; }

    public string? DeprecationWarning { get; init; }

    public CustomResourceValidation? Schema { get; init; }

    public CustomResourceSubresources? Subresources { get; init; }

    [Atomic]
    public IReadOnlyList<CustomResourceColumnDefinition> AdditionalPrinterColumns { get; init => field = value ?? []; } = [];

    [Atomic]
    public IReadOnlyList<SelectableField> SelectableFields { get; init => field = value ?? []; } = [];
}

public sealed record CustomResourceValidation
{
    public JSONSchemaProps? OpenAPIV3Schema { get; init; }
}

public sealed record CustomResourceSubresources
{
    public CustomResourceSubresourceStatus? Status { get; init; }

    public CustomResourceSubresourceScale? Scale { get; init; }
}

/// <summary>Says that the status is a subresource of its own. It has no fields.</summary>
public sealed record CustomResourceSubresourceStatus;

public sealed record CustomResourceSubresourceScale
{
    [AlwaysWritten]
    public string SpecReplicasPath { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string StatusReplicasPath { get; init => field = value ?? ""; } = "";

    public string? LabelSelectorPath { get; init; }
}

public sealed record CustomResourceColumnDefinition
{
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string Type { get; init => field = value ?? ""; } = "";

    public string Format { get; init => field = value ?? ""; } = "";

    public string Description { get; init => field = value ?? ""; } = "";

    public int Priority { get; init; }

    [AlwaysWritten]
    public string JsonPath { get; init => field = value ?? ""; } = "";
}

public sealed record SelectableField
{
    [AlwaysWritten]
    public string JsonPath { get; init => field = value ?? ""; } = "";
}

public sealed record CustomResourceConversion
{
    [AlwaysWritten] [Values(typeof(ConversionStrategy))]
    public string Strategy { get; init => field = value ?? ""; } = "";

    public WebhookConversion? Webhook { get; init; }
}

public sealed record WebhookConversion
{
    public WebhookClientConfig? ClientConfig { get; init; }

    [AlwaysWritten] [Atomic]
    public IReadOnlyList<string> ConversionReviewVersions { get; init => field = value ?? []; } = [];
}

public sealed record CustomResourceDefinitionStatus
{
    [ListMap("type")]
    public IReadOnlyList<CustomResourceDefinitionCondition> Conditions { get; init => field = value ?? []; } = [];

    [AlwaysWritten] [Optional]
    public CustomResourceDefinitionNames AcceptedNames { get; init => field = value ?? new(); } = new();

    [AlwaysWritten] [Optional] [Atomic]
    public IReadOnlyList<string> StoredVersions { get; init => field = value ?? []; } = [];
}

public sealed record CustomResourceDefinitionCondition
{
    [AlwaysWritten] [Values(typeof(CustomResourceDefinitionConditionType))]
    public string Type { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string Status { get; init => field = value ?? ""; } = "";

    public DateTimeOffset? LastTransitionTime { get; init; }

    public string Reason { get; init => field = value ?? ""; } = "";

    public string Message { get; init => field = value ?? ""; } = "";
}
