using System.Text;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>configmaps: immutable on demand, at most 1 MiB.</summary>
public sealed class ConfigMapDefinition : ResourceDefinition<ConfigMap>
{
    public override string Plural => "configmaps";

    public override IReadOnlyList<string> ShortNames => ["cm"];

    public override IReadOnlyList<TableColumn> Columns { get; } =
    [
        Column("Data", "string", "How many entries it holds.", static m => m.Data.Count + m.BinaryData.Count),
        TableColumn.Age,
    ];

    protected override void Validate(ConfigMap value, FieldErrors errors)
    {
        var bytes = 0L;
        foreach (var (key, text) in value.Data)
        {
            Key("data", key, errors);
            if (value.BinaryData.ContainsKey(key)) errors.Invalid($"data[{key}]", key, "duplicate of key present in binaryData");
            bytes += Encoding.UTF8.GetByteCount(text);
        }

        foreach (var (key, content) in value.BinaryData)
        {
            Key("binaryData", key, errors);
            bytes += content.Length;
        }

        if (bytes > SecretValidation.MaximumBytes) errors.TooLong(FieldErrors.Whole, SecretValidation.MaximumBytes);
    }

    protected override void ValidateUpdate(ConfigMap value, ConfigMap old, FieldErrors errors)
    {
        const string Why = "field is immutable when `immutable` is set";
        if (old.Immutable != true) return;
        if (value.Immutable != true) errors.Forbidden("immutable", Why);
        if (!Structural.Equal(value.Data, old.Data)) errors.Forbidden("data", Why);
        if (!Structural.Equal(value.BinaryData, old.BinaryData)) errors.Forbidden("binaryData", Why);
    }

    private static void Key(string field, string key, FieldErrors errors)
    {
        if (Rules.ConfigKey(key) is { Count: > 0 } messages) errors.InvalidEach($"{field}[{key}]", key, messages);
    }
}
