using System.Runtime.InteropServices;
using Orleans.Kube.Model;

namespace Orleans.Kube.Ledger.Log;

/// <summary>The JSON of a write as it is stored: without the resourceVersion that an object read from the ledger carries.</summary>
internal static class StoredContent
{
    private static ReadOnlySpan<byte> Spliced => "\"metadata\":{\"resourceVersion\":\""u8;

    public static byte[] Of(ApiObject content)
    {
        var at = content.Revision == 0 ? -1 : content.Json.Span.IndexOf(Spliced);
        return at < 0 ? Bytes(content.Json) : Cut(content.Json, at + "\"metadata\":{"u8.Length, at + Spliced.Length);
    }

    /// <summary>The array behind the JSON where it is all of it, which is how objects hold theirs.</summary>
    private static byte[] Bytes(ReadOnlyMemory<byte> json) =>
        MemoryMarshal.TryGetArray(json, out var segment) && segment.Count == segment.Array!.Length ? segment.Array : json.ToArray();

    private static byte[] Cut(ReadOnlyMemory<byte> json, int start, int digits)
    {
        var end = digits + json.Span[digits..].IndexOf((byte)'"') + 1;
        if (json.Span[end] == (byte)',') end++;
        var result = new byte[json.Length - (end - start)];
        json.Span[..start].CopyTo(result);
        json.Span[end..].CopyTo(result.AsSpan(start));
        return result;
    }
}
