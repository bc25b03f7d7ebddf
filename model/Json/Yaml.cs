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
    /// <summary>The first document as UTF-8 JSON.</summary>
    /// <param name="yaml">UTF-8 text.</param>
    /// <param name="duplicates">Keys that a map has twice, for strict readers.</param>
    /// <exception cref="StatusException">400: the text is no YAML that has a JSON form.</exception>
    public static byte[] ToJson(ReadOnlySpan<byte> yaml, out IReadOnlyList<string> duplicates)
    {
        if (!Utf8.IsValid(yaml)) throw Failures.BadRequest("error converting YAML to JSON: yaml: invalid leading UTF-8 octet");
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
            var why = failure.InnerException is YamlException inner ? inner.Message : failure.Message;
            throw Failures.BadRequest($"error converting YAML to JSON: yaml: line {failure.Start.Line}: {Shown(why)}");
        }
        catch (Exception failure) when (failure is ArgumentException or InvalidOperationException or IndexOutOfRangeException)
        {
            throw Failures.BadRequest($"error converting YAML to JSON: yaml: {Shown(failure.Message)}");
        }
    }

    private static string Shown(string text)
    {
        const int Longest = 200;
        if (text.Length > Longest) text = text[..Longest];
        return text.Length == 0 ? text : char.ToLowerInvariant(text[0]) + text[1..];
    }
}
