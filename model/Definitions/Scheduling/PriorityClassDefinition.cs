using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Scheduling;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>priorityclasses: names for how important pods are.</summary>
public sealed class PriorityClassDefinition : ResourceDefinition<PriorityClass>
{
    /// <summary>The most that classes of users may have; more is for the system's own.</summary>
    private const int MaximumValue = 1_000_000_000;

    public override string Plural => "priorityclasses";

    public override bool Namespaced => false;

    public override IReadOnlyList<string> ShortNames => ["pc"];

    public override bool HasGeneration => true;

    public override IReadOnlyList<TableColumn> Columns { get; } =
    [
        Column("Value", "integer", "The priority of its pods.", static c => c.Value),
        Column("Global-Default", "boolean", "Whether pods without a class get it.", static c => c.GlobalDefault),
        TableColumn.Age,
        Column("PreemptionPolicy", "string", "Whether its pods drive others away.", static c => c.PreemptionPolicy ?? ""),
    ];

    protected override PriorityClass Default(PriorityClass value) =>
        value.PreemptionPolicy is null ? value with { PreemptionPolicy = PreemptionPolicy.PreemptLowerPriority } : value;

    protected override void Validate(PriorityClass value, FieldErrors errors)
    {
        var name = value.Metadata.Name;
        if (name is "system-node-critical" or "system-cluster-critical") return;
        if (name.StartsWith("system-", StringComparison.Ordinal))
            errors.Forbidden("metadata.name", "priority class names with 'system-' prefix are reserved for system use only. error: " + name + " is not a known system priority class");
        if (value.Value > MaximumValue) errors.Forbidden("value", $"maximum allowed value of a user defined priority is {MaximumValue}");
        Rules.NoneOrOneOf("preemptionPolicy", value.PreemptionPolicy, errors, PreemptionPolicy.Never, PreemptionPolicy.PreemptLowerPriority);
    }

    protected override void ValidateUpdate(PriorityClass value, PriorityClass old, FieldErrors errors)
    {
        if (value.Value != old.Value) errors.Forbidden("value", "may not be changed in an update.");
        errors.Immutable("preemptionPolicy", value.PreemptionPolicy, old.PreemptionPolicy);
    }
}
