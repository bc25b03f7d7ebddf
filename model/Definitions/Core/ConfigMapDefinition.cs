using System.Text;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>configmaps: immutable on demand, at most 1 MiB.</summary>
public sealed class ConfigMapDefinition : ResourceDefinition<ConfigMap>
{
    private const int MaximumBytes = 1024 * 1024;

    public override string Plural => "configmaps";

    public override IReadOnlyList<string> ShortNames => ["cm"];

    public override IReadOnlyList<TableColumn> Columns =>
    [
        new("Data", "integer", "How many entries it holds.", static (o, _) => ((ConfigMap)o).Data.Count + ((ConfigMap)o).BinaryData.Count),
        TableColumn.Age,
    ];

    protected override IEnumerable<FieldError> Validate(ConfigMap value)
    {
        var bytes = value.Data.Values.Sum(Encoding.UTF8.GetByteCount) + value.BinaryData.Values.Sum(static v => v.Length);
        if (bytes > MaximumBytes) yield return FieldError.TooLong("", MaximumBytes);
    }

    protected override IEnumerable<FieldError> ValidateUpdate(ConfigMap value, ConfigMap old)
    {
        if (old.Immutable != true) yield break;
        if (value.Immutable != true) yield return FieldError.Forbidden("immutable", "field is immutable when `immutable` is set");
        if (!value.Data.OrderBy(p => p.Key, StringComparer.Ordinal).SequenceEqual(old.Data.OrderBy(p => p.Key, StringComparer.Ordinal)))
            yield return FieldError.Forbidden("data", "field is immutable when `immutable` is set");
    }
}
