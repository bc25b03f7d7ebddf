using System.Collections.Concurrent;
using System.Reflection;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Schema;

namespace Orleans.Kube.Silo.OpenApi;

/// <summary>What <c>kubectl explain</c> says about types and fields.</summary>
internal static class SchemaDescriptions
{
    private static readonly ConcurrentDictionary<Type, IReadOnlyList<string>> Known = new();
    private static readonly ConcurrentDictionary<Type, IReadOnlyList<string>> Sorted = new();

    // Kubernetes' conformance tests look for the first words of those of apiVersion and metadata in what kubectl explains.
    private static readonly Dictionary<string, string> Common = new(StringComparer.Ordinal)
    {
        ["apiVersion"] = "APIVersion defines the group and version of the API in which the object is written.",
        ["kind"] = "Kind says what the object is.",
        ["metadata"] = "Standard object's metadata: name, labels, annotations, owners.",
        ["items"] = "The objects.",
        ["spec"] = "The state that is wanted.",
        ["status"] = "The state that was last observed. Set by the system.",
    };

    /// <summary>A description of a record, or null.</summary>
    public static string? OfType(Type type) => Descriptions.Of(type);

    /// <summary>A description of a field that all kinds share, or null.</summary>
    public static string? OfField(string name) => Common.GetValueOrDefault(name);

    /// <summary>A description of a field, with the values that it is known to take unless those are all there are, or null.</summary>
    public static string? OfField(FieldSchema field)
    {
        var text = Descriptions.Of(field) ?? OfField(field.Name);
        if (field.Constants is not { } constants || ValuesOf(field).Count > 0) return text;
        var values = string.Join(", ", Known.GetOrAdd(constants, Constants).Select(static v => $"\"{v}\""));
        return text is null ? $"Known values: {values}." : $"{text} Known values: {values}.";
    }

    /// <summary>All the values that a field, or an item of its list, can have; none where there may be others.</summary>
    public static IReadOnlyList<string> ValuesOf(FieldSchema field) =>
        field.Constants is { } constants && constants.IsDefined(typeof(ClosedAttribute), false) ? Sorted.GetOrAdd(constants, static c => [.. Constants(c).Order(StringComparer.Ordinal)]) : [];

    private static IReadOnlyList<string> Constants(Type constants) =>
        [.. constants.GetFields(BindingFlags.Public | BindingFlags.Static).Where(static f => f.IsLiteral).Select(static f => (string)f.GetRawConstantValue()!)];
}
