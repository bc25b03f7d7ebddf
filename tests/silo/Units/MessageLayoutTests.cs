using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Schema;
using Orleans.Kube.Silo.Protobuf;

namespace Orleans.Kube.Tests.Silo;

public sealed class MessageLayoutTests
{
    /// <summary>Whatever a record can hold has a number in its message: what had none would be lost without a word.</summary>
    [Fact]
    public void Every_field_of_a_kind_with_messages_has_a_number()
    {
        var seen = new HashSet<Type>();
        var missing = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var definition in ResourceRegistry.BuiltIn.All)
            if (MessageLayout.Of(definition.ObjectType) is not null) Check(TypeSchema.Of(definition.ObjectType), seen, missing);

        missing.ShouldBeEmpty();
        seen.Count.ShouldBeGreaterThan(300);
    }

    private static void Check(TypeSchema schema, HashSet<Type> seen, SortedSet<string> missing)
    {
        if (schema.Element is { } element) Check(element, seen, missing);
        if (schema.Kind != ValueKind.Struct || !seen.Add(schema.Type)) return;
        if (MessageLayout.Of(schema.Type) is not { } layout)
        {
            if (schema.Fields.Count > 0) missing.Add(schema.Type.Name);
            return;
        }

        var names = Names(layout).ToHashSet(StringComparer.Ordinal);
        foreach (var field in schema.Fields)
        {
            if (field.Name is not ("apiVersion" or "kind") && !names.Contains(field.Name)) missing.Add($"{schema.Type.Name}.{field.Name}");
            Check(field.Value, seen, missing);
        }
    }

    private static IEnumerable<string> Names(MessageLayout layout)
    {
        for (var number = 1; number < 64; number++)
        {
            if (!layout.TryFind(number, out var name, out var isNested)) continue;
            if (!isNested) yield return name;
            else if (MessageLayout.Of(name) is { } nested)
                foreach (var inner in Names(nested)) yield return inner;
        }
    }
}
