using System.Text;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>secrets: at most 1 MiB; what a type promises must be there.</summary>
public sealed class SecretDefinition : ResourceDefinition<Secret>
{
    public override string Plural => "secrets";

    public override IReadOnlyList<TableColumn> Columns { get; } =
    [
        Column("Type", "string", "What the secret is for.", static s => s.Type),
        Column("Data", "string", "How many entries it holds.", static s => s.Data.Count),
        TableColumn.Age,
    ];

    public override IReadOnlyDictionary<string, Func<KubeObject, string>> SelectableFields { get; } = Fields(("type", static s => s.Type));

    /// <summary>stringData is a way to write data, and is never stored.</summary>
    protected override Secret Default(Secret value)
    {
        if (value.StringData.Count > 0)
        {
            var data = new Dictionary<string, byte[]>(value.Data, StringComparer.Ordinal);
            foreach (var (key, text) in value.StringData) data[key] = Encoding.UTF8.GetBytes(text);
            value = value with { Data = data, StringData = EmptyMap<string>.Value };
        }

        return value.Type.Length > 0 ? value : value with { Type = SecretType.Opaque };
    }

    protected override void Validate(Secret value, FieldErrors errors) => SecretValidation.Validate(value, errors);

    protected override void ValidateUpdate(Secret value, Secret old, FieldErrors errors)
    {
        const string Why = "field is immutable when `immutable` is set";
        errors.Immutable("type", value.Type, old.Type);
        if (old.Immutable != true) return;
        if (value.Immutable != true) errors.Forbidden("immutable", Why);
        if (!Structural.Equal(value.Data, old.Data)) errors.Forbidden("data", Why);
    }
}
