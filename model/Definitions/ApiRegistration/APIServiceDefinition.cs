using Orleans.Kube.Model.ApiRegistration;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>apiservices: who serves which version of which group.</summary>
public sealed class APIServiceDefinition : ResourceDefinition<APIService>
{
    private const int DefaultPort = 443;
    private const int HighestGroupPriority = 20_000;
    private const int HighestVersionPriority = 1000;

    public override string Plural => "apiservices";

    public override bool NeedsQualifiedFinalizers => false;

    public override bool Namespaced => false;

    public override IReadOnlyList<string> Categories => ["api-extensions"];

    public override bool HasStatus => true;

    public override bool HasGeneration => false;

    public override bool AllowsUnconditionalUpdate => false;

    public override IReadOnlyList<TableColumn> Columns { get; } =
    [
        Column("Service", "string", "The service that answers, or Local.", static a => a.Spec.Service is { } service ? $"{service.Namespace}/{service.Name}" : "Local"),
        Column("Available", "string", "Whether requests can be answered.", static a => a.Status.Conditions.FirstOrDefault(static c => c.Type == APIServiceConditionType.Available) switch
        {
            null => "Unknown",
            { Status: "True" } => "True",
            var condition => $"{condition.Status} ({condition.Reason})",
        }),
        TableColumn.Age,
    ];

    public override IEnumerable<string> ValidateName(string name, bool isPrefix) => Names.PathSegment(name, isPrefix);

    protected override APIService Default(APIService value) => value.Spec.Service is { Port: null } service
        ? value with { Spec = value.Spec with { Service = service with { Port = DefaultPort } } }
        : value;

    protected override void Validate(APIService value, FieldErrors errors)
    {
        var spec = value.Spec;
        if (value.Metadata.Name != $"{spec.Version}.{spec.Group}") errors.Invalid("metadata.name", value.Metadata.Name, "must be `spec.version+\".\"+spec.group`");
        using var _ = errors.At("spec");
        if (spec.Group.Length > 0) errors.InvalidEach("group", spec.Group, Names.DnsSubdomain(spec.Group));
        errors.InvalidEach("version", spec.Version, Names.Dns1035Label(spec.Version));
        if (spec.GroupPriorityMinimum is <= 0 or > HighestGroupPriority) errors.Invalid("groupPriorityMinimum", spec.GroupPriorityMinimum, "must be positive and less than 20000");
        if (spec.VersionPriority is <= 0 or > HighestVersionPriority) errors.Invalid("versionPriority", spec.VersionPriority, "must be positive and less than 1000");
        if (spec.Service is not { } service)
        {
            if (spec.CaBundle is { Length: > 0 }) errors.Invalid("caBundle", $"{spec.CaBundle.Length} bytes", "local APIServices may not have a caBundle");
            if (spec.InsecureSkipTLSVerify) errors.Invalid("insecureSkipTLSVerify", true, "local APIServices may not have insecureSkipTLSVerify");
            return;
        }

        if (service.Namespace.Length == 0) errors.Required("service.namespace");
        if (service.Name.Length == 0) errors.Required("service.name");
        if (service.Port is < 1 or > ushort.MaxValue) errors.Invalid("service.port", service.Port, "port is not valid: must be between 1 and 65535, inclusive");
        if (spec.InsecureSkipTLSVerify && spec.CaBundle is { Length: > 0 }) errors.Invalid("insecureSkipTLSVerify", true, "may not be true if caBundle is present");
    }

    protected override APIService WithStatusOf(APIService target, APIService source) => target with { Status = source.Status };
}
