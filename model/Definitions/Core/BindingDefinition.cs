using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>bindings: what a scheduler writes to bind a pod to a node; nothing is stored under this name.</summary>
public sealed class BindingDefinition : ResourceDefinition<Binding>
{
    public override string Plural => "bindings";

    public override IReadOnlyList<string> Verbs => Definitions.Verbs.CreateOnly;

    public override bool Virtual => true;

    protected override void Validate(Binding value, FieldErrors errors)
    {
        if (value.Target.Kind.Length > 0 && value.Target.Kind != "Node") errors.NotSupported("target.kind", value.Target.Kind, "Node", "<empty>");
        if (value.Target.Name.Length == 0) errors.Required("target.name");
    }
}
