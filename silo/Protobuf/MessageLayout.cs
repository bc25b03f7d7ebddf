using System.Collections.Frozen;
using Orleans.Kube.Model.Schema;

namespace Orleans.Kube.Silo.Protobuf;

/// <summary>
/// Which field of a record each number of its message stands for. The numbers are those of Kubernetes' published messages; they never
/// change. A message that Kubernetes nests where JSON does not is marked with a star.
/// </summary>
internal sealed class MessageLayout
{
    private const string Resource = "Orleans.Kube.Silo.Protobuf.field-numbers.tsv";
    private const string ModelNamespace = "Orleans.Kube.Model.";
    private static readonly Lazy<FrozenDictionary<string, MessageLayout>> All = new(Load);
    private readonly Dictionary<int, (string Name, bool IsNested)> _fields = [];

    /// <summary>The layout of a record, or null where it has none.</summary>
    public static MessageLayout? Of(Type type) =>
        type.FullName is { } name && name.StartsWith(ModelNamespace, StringComparison.Ordinal) ? Of(name[ModelNamespace.Length..]) : null;

    /// <summary>The layout of a message, <c>Core.VolumeSource</c>.</summary>
    public static MessageLayout? Of(string name) => All.Value.GetValueOrDefault(name);

    /// <summary>The name of the field with this number.</summary>
    /// <param name="number">The number.</param>
    /// <param name="name">The field's JSON name, or the message whose fields belong to the same record.</param>
    /// <param name="isNested">Whether it is the latter.</param>
    public bool TryFind(int number, out string name, out bool isNested)
    {
        var found = _fields.TryGetValue(number, out var field);
        (name, isNested) = field;
        return found;
    }

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
                var package = line[..(line.IndexOf('.') + 1)];
                layout._fields.Add(number, field[0] == '*' ? (package + field[1..equals], true) : (field[..equals], false));
            }

            layouts.Add(line[..tab], layout);
        }

        return layouts.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
