using System.Text;
using System.Text.Unicode;
using System.Text.Json.Nodes;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Patch;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Orleans.Kube.Model.Json;

/// <summary>YAML as Kubernetes reads and writes it: JSON in another notation.</summary>
public static class Yaml
{
    private const string Problem = "error converting YAML to JSON: yaml: ";

    /// <summary>The first document as UTF-8 JSON.</summary>
    /// <param name="yaml">UTF-8 text.</param>
    /// <param name="duplicates">Keys that a map has twice, for strict readers.</param>
    /// <exception cref="StatusException">400: the text is no YAML that has a JSON form.</exception>
    public static byte[] ToJson(ReadOnlySpan<byte> yaml, out IReadOnlyList<string> duplicates)
    {
        if (!Utf8.IsValid(yaml)) throw Failures.BadRequest($"{Problem}invalid leading UTF-8 octet");
        foreach (var (root, found) in Documents(Encoding.UTF8.GetString(yaml)))
        {
            duplicates = found;
            return JsonTree.Write(root);
        }

        duplicates = [];
        return "null"u8.ToArray();
    }

    /// <summary>All documents of a text, each as UTF-8 JSON; empty ones are left out.</summary>
    /// <exception cref="StatusException">400: the text is no YAML that has a JSON form.</exception>
    public static IReadOnlyList<byte[]> ToJsonDocuments(string yaml) =>
        [.. Documents(yaml).Where(static d => d.Root is not null).Select(static d => JsonTree.Write(d.Root))];

    /// <summary>JSON as UTF-8 YAML, names sorted.</summary>
    public static byte[] FromJson(ReadOnlySpan<byte> json)
    {
        var text = new StringWriter { NewLine = "\n" };
        YamlWriter.Write(text, JsonTree.Parse(json));
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static IEnumerable<(JsonNode? Root, IReadOnlyList<string> Duplicates)> Documents(string yaml)
    {
        var parser = new Parser(new StringReader(yaml));
        Attempt(() => parser.Consume<StreamStart>());
        while (!Attempt(() => parser.TryConsume<StreamEnd>(out _)))
        {
            var tree = new YamlTree(parser);
            var root = Attempt(() =>
            {
                parser.Consume<DocumentStart>();
                var read = tree.Read();
                parser.Consume<DocumentEnd>();
                return read;
            });
            yield return (root, tree.Duplicates);
        }
    }

    private static TResult Attempt<TResult>(Func<TResult> read)
    {
        try
        {
            return read();
        }
        catch (YamlException failure)
        {
            throw Failures.BadRequest(Problem + Words(failure.InnerException as YamlException ?? failure));
        }
        catch (Exception failure) when (failure is ArgumentException or InvalidOperationException or IndexOutOfRangeException)
        {
            throw Failures.BadRequest(Problem + Shown(failure.Message));
        }
    }

    /// <summary>
    /// The problem without what was being done, after the number of its line: as the scanner counts them from 1, and the parser from 0. The first is never named.
    /// </summary>
    private static string Words(YamlException failure)
    {
        var text = failure.Message;
        var context = text.LastIndexOf(", ", StringComparison.Ordinal);
        var isScanned = text.StartsWith("While scanning", StringComparison.OrdinalIgnoreCase);
        var above = (isScanned ? failure.End.Line : failure.Start.Line) - 1;
        var problem = Shown(context < 0 ? text : text[(context + 2)..]).TrimEnd('.')
            .Replace("found invalid mapping", "mapping values are not allowed in this context", StringComparison.Ordinal)
            .Replace("hexadecimal number", "hexdecimal number", StringComparison.Ordinal);
        return above > 0 ? $"line {above + (isScanned ? 1 : 0)}: {problem}" : problem;
    }

    private static string Shown(string text)
    {
        const int Longest = 200;
        if (text.Length > Longest) text = text[..Longest];
        return text.Length == 0 ? text : char.ToLowerInvariant(text[0]) + text[1..];
    }
}
