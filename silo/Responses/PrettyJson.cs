using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Orleans.Kube.Silo.Responses;

/// <summary>JSON for people: indented by two blanks, as Kubernetes gives it to those who ask for it and to curl, wget and browsers.</summary>
public static class PrettyJson
{
    private static readonly string[] ReadByPeople = ["curl", "Wget", "Mozilla/5.0"];
    private static readonly SearchValues<byte> Marks = SearchValues.Create("\"{}[],:"u8);

    /// <summary>Whether the answer to a request is to be indented.</summary>
    public static bool IsAsked(HttpRequest request)
    {
        if (request.Query["pretty"].ToString() is { Length: > 0 } asked) return asked is "1" or "t" or "T" or "true" or "TRUE" or "True";
        var agent = request.Headers.UserAgent.ToString();
        foreach (var name in ReadByPeople)
            if (agent.StartsWith(name, StringComparison.Ordinal)) return true;
        return false;
    }

    /// <summary>The same document, indented. Its texts and numbers stay as they are written.</summary>
    /// <param name="json">A well-formed document without blanks between its tokens.</param>
    public static ReadOnlyMemory<byte> Indent(ReadOnlySpan<byte> json)
    {
        var output = new ArrayBufferWriter<byte>(Math.Max(256, json.Length * 2));
        var depth = 0;
        while (json.Length > 0)
        {
            var at = json.IndexOfAny(Marks);
            if (at != 0)
            {
                at = at < 0 ? json.Length : at;
                output.Write(json[..at]);
                json = json[at..];
                continue;
            }

            var length = json[0] == '"' ? TextLength(json) : 1;
            switch (json[0])
            {
                case (byte)'{' or (byte)'[' when json.Length > 1 && json[1] is (byte)'}' or (byte)']':
                    length = 2;
                    output.Write(json[..2]);
                    break;
                case (byte)'{' or (byte)'[':
                    output.Write(json[..1]);
                    NewLine(output, ++depth);
                    break;
                case (byte)'}' or (byte)']':
                    NewLine(output, --depth);
                    output.Write(json[..1]);
                    break;
                case (byte)',':
                    output.Write(json[..1]);
                    NewLine(output, depth);
                    break;
                case (byte)':':
                    output.Write(": "u8);
                    break;
                default:
                    output.Write(json[..length]);
                    break;
            }

            json = json[length..];
        }

        return output.WrittenMemory;
    }

    /// <summary>How long the text is that a document begins with, its quotes included.</summary>
    private static int TextLength(ReadOnlySpan<byte> json)
    {
        for (var end = 1; ; end += 2)
        {
            end += json[end..].IndexOfAny((byte)'"', (byte)'\\');
            if (json[end] == '"') return end + 1;
        }
    }

    private static void NewLine(ArrayBufferWriter<byte> output, int depth)
    {
        var span = output.GetSpan(1 + (2 * depth))[..(1 + (2 * depth))];
        span[0] = (byte)'\n';
        span[1..].Fill((byte)' ');
        output.Advance(span.Length);
    }
}
