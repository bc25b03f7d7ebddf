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
        if (value.Overhead is { } overhead)
            using (errors.At("overhead")) ResourcesValidation.Validate(new() { Limits = overhead.PodFixed }, errors);

        if (value.Scheduling is not { } scheduling) return;
        using var _ = errors.At("scheduling");
        ObjectMetaValidation.Labels("nodeSelector", scheduling.NodeSelector, errors);
        TolerationValidation.Validate(scheduling.Tolerations, errors);
        for (var i = 0; i < scheduling.Tolerations.Count; i++)
            for (var j = 0; j < i; j++)
                if (Structural.Equal(scheduling.Tolerations[i], scheduling.Tolerations[j])) errors.Duplicate($"tolerations[{i}]", scheduling.Tolerations[i]);
    }

    protected override void ValidateUpdate(RuntimeClass value, RuntimeClass old, FieldErrors errors) => errors.Immutable("handler", value.Handler, old.Handler);

    protected override IEnumerable<string> Warnings(RuntimeClass value, RuntimeClass? old) =>
        NodeLabelWarnings.OfLabels(value.Scheduling?.NodeSelector.Keys ?? [], static _ => "scheduling.nodeSelector");
}
