using Orleans.Kube.Model.Events;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>events of events.k8s.io: the same objects as the core group's, by other field names.</summary>
public sealed class EventV1Definition : ResourceDefinition<Event>
{
    public override string Plural => "events";

    public override IReadOnlyList<string> ShortNames => ["ev"];

    public override bool AllowsCreateOnUpdate => true;

    public override bool NameComesFirst => false;

    public override GroupResource StoredResource => new("", "events");

    public override Type StoredType => typeof(Core.Event);

    public override IReadOnlyList<TableColumn> Columns => EventColumns.Of(static o => EventConversion.ToCore((Event)o));

    public override IReadOnlyDictionary<string, Func<KubeObject, string>> SelectableFields { get; } = Fields(
        ("regarding.kind", static e => e.Regarding.Kind),
        ("regarding.namespace", static e => e.Regarding.Namespace),
        ("regarding.name", static e => e.Regarding.Name),
        ("regarding.uid", static e => e.Regarding.Uid),
        ("regarding.apiVersion", static e => e.Regarding.ApiVersion),
        ("regarding.resourceVersion", static e => e.Regarding.ResourceVersion),
        ("regarding.fieldPath", static e => e.Regarding.FieldPath),
        ("reason", static e => e.Reason),
        ("reportingController", static e => e.ReportingController),
        ("type", static e => e.Type));

    public override KubeObject ToStored(KubeObject value) => EventConversion.ToCore((Event)value);

    public override KubeObject FromStored(KubeObject stored) => EventConversion.FromCore((Core.Event)stored);

    protected override void ValidateCreate(Event value, FieldErrors errors) => EventValidation.ValidateNew(EventConversion.ToCore(value), errors);

    protected override void ValidateUpdate(Event value, Event old, FieldErrors errors) =>
        EventValidation.ValidateChange(EventConversion.ToCore(value), EventConversion.ToCore(old), errors);
}
