using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>resourcequotas: how much a namespace may hold together.</summary>
public sealed class ResourceQuotaDefinition : ResourceDefinition<ResourceQuota>
{
    public override string Plural => "resourcequotas";

    public override IReadOnlyList<string> ShortNames => ["quota"];

    public override bool HasStatus => true;

    public override bool HasGeneration => false;

    public override bool ReturnsDeleted => true;

    public override IReadOnlyList<TableColumn> Columns { get; } =
    [
        Column("Request", "string", "What is used of what may be used, requests and counts.", static q => Used(q, limits: false)),
        Column("Limit", "string", "The same of limits.", static q => Used(q, limits: true)),
        TableColumn.Age,
    ];

    protected override ResourceQuota WithStatusOf(ResourceQuota target, ResourceQuota source) => target with { Status = source.Status };

    protected override void Validate(ResourceQuota value, FieldErrors errors) => ResourceQuotaValidation.Validate(value.Spec, errors);

    protected override void ValidateStatusUpdate(ResourceQuota value, ResourceQuota old, FieldErrors errors)
    {
        using var _ = errors.At("status");
        ResourceQuotaValidation.Amounts("hard", value.Status.Hard, errors);
        ResourceQuotaValidation.Amounts("used", value.Status.Used, errors);
    }

    protected override void ValidateUpdate(ResourceQuota value, ResourceQuota old, FieldErrors errors)
    {
        if (!value.Spec.Scopes.ToHashSet().SetEquals(old.Spec.Scopes)) errors.Invalid("spec.scopes", ResourceQuotaValidation.Shown(value.Spec.Scopes), "field is immutable");
    }

    private static string Used(ResourceQuota quota, bool limits)
    {
        var names = quota.Status.Hard.Keys.Where(n => n.StartsWith("limits.", StringComparison.Ordinal) == limits).Order(StringComparer.Ordinal);
        return string.Join(", ", names.Select(n => $"{n}: {quota.Status.Used.GetValueOrDefault(n)}/{quota.Status.Hard[n]}"));
    }
}
