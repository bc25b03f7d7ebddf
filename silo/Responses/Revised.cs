using System.Globalization;
using System.Text;
using Orleans.Kube.Model;

namespace Orleans.Kube.Silo.Responses;

/// <summary>An older state of an object, told at a newer revision.</summary>
public static class Revised
{
    private static ReadOnlySpan<byte> Field => "\"resourceVersion\":\""u8;

    /// <summary>The stored state with its resourceVersion replaced: it is the first field of that name, as every stored object has it.</summary>
    public static ApiObject At(ApiObject stored, long revision)
    {
        var json = stored.Json.Span;
        var start = json.IndexOf(Field) + Field.Length;
        if (start < Field.Length) return stored.At(revision);
        var end = start + json[start..].IndexOf((byte)'"');
        var text = Encoding.ASCII.GetBytes(revision.ToString(CultureInfo.InvariantCulture));
        return ApiObject.FromJson(stored.Key, revision, [.. json[..start], .. text, .. json[end..]]);
    }
}
