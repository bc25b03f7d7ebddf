using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Model.Definitions;

/// <summary>componentstatuses: computed when read, about the server's own parts.</summary>
public sealed class ComponentStatusDefinition : ResourceDefinition<ComponentStatus>
{
    public override string Plural => "componentstatuses";

    public override bool Namespaced => false;

    public override IReadOnlyList<string> ShortNames => ["cs"];

    public override IReadOnlyList<string> Verbs => Definitions.Verbs.ReadOnly;

    public override bool Virtual => true;

    public override string DeprecationWarning => "v1 ComponentStatus is deprecated in v1.19+";

    public override IReadOnlyList<TableColumn> Columns { get; } =
    [
        Column("Status", "string", "Whether the part is healthy.", static c => Healthy(c) is not { } h ? "Unknown" : h.Status == ConditionStatus.True ? "Healthy" : "Unhealthy"),
        Column("Message", "string", "What it says of itself.", static c => Healthy(c)?.Message ?? ""),
        Column("Error", "string", "What is wrong with it.", static c => Healthy(c)?.Error ?? ""),
    ];

    private static ComponentCondition? Healthy(ComponentStatus status) => status.Conditions.FirstOrDefault(static c => c.Type == ComponentConditionType.Healthy);
}
