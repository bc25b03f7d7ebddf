using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>limitranges: what pods and claims of a namespace may ask for, and get when they ask for nothing.</summary>
public sealed class LimitRangeDefinition : ResourceDefinition<LimitRange>
{
    public override string Plural => "limitranges";

    public override IReadOnlyList<string> ShortNames => ["limits"];

    public override bool AllowsCreateOnUpdate => true;

    public override IReadOnlyList<TableColumn> Columns { get; } = [Column("Created At", "date", "When it was created.", static l => Timestamp.Text(l.Metadata.CreationTimestamp))];

    protected override LimitRange Default(LimitRange value)
    {
        var limits = value.Spec.Limits.Map(static i => i.Type == LimitType.Container ? Default(i) : i);
        return ReferenceEquals(limits, value.Spec.Limits) ? value : value with { Spec = new() { Limits = limits } };
    }

    protected override void Validate(LimitRange value, FieldErrors errors)
    {
        var types = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < value.Spec.Limits.Count; i++)
        {
            using var _ = errors.At("spec");
            using var __ = errors.At("limits", i);
            var item = value.Spec.Limits[i];
            if (LabelRules.QualifiedName(item.Type) is { Count: > 0 } messages) errors.InvalidEach("type", item.Type, messages);
            else if (!item.Type.Contains('/') && item.Type is not (LimitType.Pod or LimitType.Container or LimitType.PersistentVolumeClaim))
                errors.Invalid("type", item.Type, "must be a standard limit type or fully qualified");
            if (!types.Add(item.Type)) errors.Duplicate("type", item.Type);
            if (item.Type == LimitType.Pod && item.Default.Count > 0) errors.Forbidden("default", "may not be specified when `type` is 'Pod'");
            if (item.Type == LimitType.Pod && item.DefaultRequest.Count > 0) errors.Forbidden("defaultRequest", "may not be specified when `type` is 'Pod'");
            if (item.Type == LimitType.PersistentVolumeClaim && !item.Min.ContainsKey(ResourceName.Storage) && !item.Max.ContainsKey(ResourceName.Storage))
                errors.Required("limits", "either minimum or maximum storage value is required, but neither was provided");
            LimitRangeOrder.Validate(item, errors);
        }
    }

    /// <summary>Limits default to the maximum, requests to the limits and then to the minimum.</summary>
    private static LimitRangeItem Default(LimitRangeItem item)
    {
        var limits = item.Default.Or(item.Max);
        var requests = item.DefaultRequest.Or(limits).Or(item.Min);
        return ReferenceEquals(limits, item.Default) && ReferenceEquals(requests, item.DefaultRequest) ? item : item with { Default = limits, DefaultRequest = requests };
    }
}
