using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>events of the core group: the stored form of both events APIs.</summary>
public sealed class EventDefinition : ResourceDefinition<Event>
{
    public override string Plural => "events";

    public override bool NeedsQualifiedFinalizers => false;

    public override IReadOnlyList<string> ShortNames => ["ev"];

    public override bool AllowsCreateOnUpdate => true;

    public override bool NameComesFirst => false;

    public override IReadOnlyList<TableColumn> Columns => EventColumns.Of(static o => (Event)o);

    public override IReadOnlyDictionary<string, Func<KubeObject, string>> SelectableFields { get; } = Fields(
        ("involvedObject.kind", static e => e.InvolvedObject.Kind),
        ("involvedObject.namespace", static e => e.InvolvedObject.Namespace),
        ("involvedObject.name", static e => e.InvolvedObject.Name),
        ("involvedObject.uid", static e => e.InvolvedObject.Uid),
        ("involvedObject.apiVersion", static e => e.InvolvedObject.ApiVersion),
        ("involvedObject.resourceVersion", static e => e.InvolvedObject.ResourceVersion),
        ("involvedObject.fieldPath", static e => e.InvolvedObject.FieldPath),
        ("reason", static e => e.Reason),
        ("reportingComponent", static e => e.ReportingComponent),
        ("source", static e => e.Source.Component.Or(e.ReportingComponent)),
        ("type", static e => e.Type));

    protected override void Validate(Event value, FieldErrors errors) => EventValidation.Validate(value, errors);
}
