using System.Collections.Concurrent;
using System.Reflection;
using Orleans.Kube.Model.Schema;

namespace Orleans.Kube.Silo.OpenApi;

/// <summary>What <c>kubectl explain</c> says about types and fields.</summary>
internal static class SchemaDescriptions
{
    private static readonly ConcurrentDictionary<Type, string> Values = new();

    private static readonly Dictionary<string, string> Common = new(StringComparer.Ordinal)
    {
        ["apiVersion"] = "The group and version of the API in which the object is written.",
        ["kind"] = "What the object is.",
        ["metadata"] = "What all objects have: name, labels, annotations, owners.",
        ["spec"] = "The state that is wanted.",
        ["status"] = "The state that was last observed. Set by the system.",
    };

    /// <summary>A description of a record, or null.</summary>
    public static string? OfType(Type type) => Descriptions.Of(type);

    /// <summary>A description of a field that all kinds share, or null.</summary>
    public static string? OfField(string name) => Common.GetValueOrDefault(name);

    /// <summary>A description of a field, with the values that it is known to take, or null.</summary>
    public static string? OfField(FieldSchema field)
    {
        var text = Descriptions.Of(field) ?? OfField(field.Name);
        if (field.Constants is not { } constants) return text;
        var values = Values.GetOrAdd(constants, static c => string.Join(", ",
            c.GetFields(BindingFlags.Public | BindingFlags.Static).Where(static f => f.IsLiteral).Select(static f => $"\"{f.GetRawConstantValue()}\"")));
        return text is null ? $"Known values: {values}." : $"{text} Known values: {values}.";
    }
}
