using Orleans.Kube.Model.NodeApi;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>runtimeclasses: ways to run containers that nodes offer.</summary>
public sealed class RuntimeClassDefinition : ResourceDefinition<RuntimeClass>
{
    public override string Plural => "runtimeclasses";

    public override bool Namespaced => false;

    public override bool AllowsUnconditionalUpdate => false;

    public override IReadOnlyList<TableColumn> Columns { get; } =
    [
        Column("Handler", "string", "What nodes call it.", static c => c.Handler),
        TableColumn.Age,
    ];

    protected override void Validate(RuntimeClass value, FieldErrors errors)
    {
        errors.InvalidEach("handler", value.Handler, Names.DnsLabel(value.Handler));
        foreach (var (name, amount) in value.Overhead?.PodFixed ?? EmptyMap<Quantity>.Value)
            using (errors.At("overhead.podFixed", name))
            {
                ResourceNames.ValidateOfContainer("", name, errors);
                ResourceNames.ValidateAmount("", name, amount, errors);
            }

        if (value.Scheduling is not { } scheduling) return;
        using var _ = errors.At("scheduling");
        ObjectMetaValidation.Labels("nodeSelector", scheduling.NodeSelector, errors);
        TolerationValidation.Validate(scheduling.Tolerations, errors);
    }

    protected override void ValidateUpdate(RuntimeClass value, RuntimeClass old, FieldErrors errors) => errors.Immutable("handler", value.Handler, old.Handler);

    protected override IEnumerable<string> Warnings(RuntimeClass value, RuntimeClass? old) =>
        NodeLabelWarnings.OfLabels(value.Scheduling?.NodeSelector.Keys ?? [], static _ => "scheduling.nodeSelector");
}
