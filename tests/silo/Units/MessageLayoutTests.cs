using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Schema;
using Orleans.Kube.Silo.Protobuf;

namespace Orleans.Kube.Tests.Silo;

public sealed class MessageLayoutTests
{
    /// <summary>Whatever a record can hold has a number in its message: what had none would be lost without a word.</summary>
    [Fact]
    public void Every_field_of_a_kind_that_can_be_written_has_a_number()
    {
        var seen = new HashSet<Type>();
        var missing = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var definition in ResourceRegistry.BuiltIn.All)
            if (definition.Group != "metrics.k8s.io") Check(TypeSchema.Of(definition.ObjectType), seen, missing);

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
            if (!layout.TryFind(number, out var field)) continue;
            if (field.Form != FieldForm.Nested) yield return field.Name;
            else if (MessageLayout.Of(field.Name) is { } nested)
                foreach (var inner in Names(nested)) yield return inner;
        }
    }
}
