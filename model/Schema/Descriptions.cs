using System.Text;
using System.Xml;

namespace Orleans.Kube.Model.Schema;

/// <summary>
/// What records and fields mean, taken from the XML documentation that is built beside the assembly. Without that file nothing is described.
/// </summary>
public static class Descriptions
{
    private static readonly Lazy<Dictionary<string, string>> Summaries = new(Load);

    /// <summary>The summary of a record, or null.</summary>
    public static string? Of(Type type) => Summaries.Value.GetValueOrDefault($"T:{type.FullName}");

    /// <summary>The summary of a field, or null.</summary>
    public static string? Of(FieldSchema field) =>
        Summaries.Value.GetValueOrDefault($"P:{field.Property.DeclaringType!.FullName}.{field.Property.Name}");

    private static Dictionary<string, string> Load()
    {
        var summaries = new Dictionary<string, string>(StringComparer.Ordinal);
        var assembly = typeof(Descriptions).Assembly;
        var path = Path.Combine(AppContext.BaseDirectory, $"{assembly.GetName().Name}.xml");
        if (!File.Exists(path)) return summaries;
        using var reader = XmlReader.Create(path, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
        string? member = null;
        while (reader.Read())
        {
            if (reader.NodeType != XmlNodeType.Element) continue;
            if (reader.Name == "member") member = reader.GetAttribute("name");
            else if (reader.Name == "summary" && member is not null) summaries[member] = Text(reader);
        }

        return summaries;
    }

    /// <summary>The text of an element as one line: references by their last name, markup dropped.</summary>
    private static string Text(XmlReader element)
    {
        var text = new StringBuilder();
        using var inside = element.ReadSubtree();
        while (inside.Read())
        {
            if (inside.NodeType is XmlNodeType.Text or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace) text.Append(inside.Value);
            else if (inside.NodeType == XmlNodeType.Element && inside.GetAttribute("cref") is { } reference) text.Append(reference[(reference.LastIndexOf('.') + 1)..]);
        }

        return string.Join(' ', text.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}
