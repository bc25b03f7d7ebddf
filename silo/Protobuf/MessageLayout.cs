using System.Collections.Frozen;
using Orleans.Kube.Model.Schema;

namespace Orleans.Kube.Silo.Protobuf;

/// <summary>
/// Which field of a record each number of its message stands for. The numbers are those of Kubernetes' published messages; they never
/// change. A message that Kubernetes nests where JSON does not is marked with a star, one that wraps a value by what it wraps:
/// <c>items|list</c>.
/// </summary>
internal sealed class MessageLayout
{
    private const string Resource = "Orleans.Kube.Silo.Protobuf.field-numbers.tsv";
    private const string ModelNamespace = "Orleans.Kube.Model.";
    private static readonly Lazy<FrozenDictionary<string, MessageLayout>> All = new(Load);
    private readonly Dictionary<int, MessageField> _fields = [];

    /// <summary>The layout of a record, or null where it has none.</summary>
    public static MessageLayout? Of(Type type) =>
        type.FullName is { } name && name.StartsWith(ModelNamespace, StringComparison.Ordinal) ? Of(name[ModelNamespace.Length..]) : null;

    /// <summary>The layout of a message, <c>Core.VolumeSource</c>.</summary>
    public static MessageLayout? Of(string name) => All.Value.GetValueOrDefault(name);

    /// <summary>The fields by their numbers.</summary>
    public IEnumerable<KeyValuePair<int, MessageField>> Fields => _fields;

    /// <summary>The field with this number, if the record has it.</summary>
    public bool TryFind(int number, out MessageField field) => _fields.TryGetValue(number, out field);

    private static FrozenDictionary<string, MessageLayout> Load()
    {
        using var reader = new StreamReader(typeof(MessageLayout).Assembly.GetManifestResourceStream(Resource) ?? throw new InvalidOperationException($"no resource {Resource}"));
        var layouts = new Dictionary<string, MessageLayout>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            var tab = line.IndexOf('\t');
            var layout = new MessageLayout();
            foreach (var field in line[(tab + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                var equals = field.IndexOf('=');
                var number = int.Parse(field.AsSpan(equals + 1), System.Globalization.CultureInfo.InvariantCulture);
                layout._fields.Add(number, Field(line[..(line.IndexOf('.') + 1)], field[..equals]));
            }

            layouts.Add(line[..tab], layout);
        }

        return layouts.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static MessageField Field(string package, string written)
    {
        if (written[0] == '*') return new(package + written[1..], FieldForm.Nested);
        var bar = written.IndexOf('|');
        return bar < 0 ? new(written, FieldForm.Value) : new(written[..bar], written[(bar + 1)..] switch
        {
            "list" => FieldForm.ValueOrList,
            "boolean" => FieldForm.BooleanOrValue,
            "texts" => FieldForm.MapOfValueOrTexts,
            var form => throw new InvalidOperationException($"no form {form}"),
        });
    }
}
