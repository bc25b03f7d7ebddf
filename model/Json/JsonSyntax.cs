using System.Text.Json;

namespace Orleans.Kube.Model.Json;

/// <summary>Says why a text is no JSON, as Kubernetes' decoder does.</summary>
internal static class JsonSyntax
{
    public static string Describe(ReadOnlySpan<byte> body, JsonException failure)
    {
        if (failure.Message.Contains("maximum configured depth", StringComparison.Ordinal)) return "exceeded max depth";
        var at = Offset(body, failure);
        if (at >= body.Length) return "unexpected end of JSON input";
        var place = failure.Message.Contains("end of data", StringComparison.Ordinal) || failure.Message.Contains("after a single JSON value", StringComparison.Ordinal)
            ? "after top-level value"
            : "looking for beginning of value";
        return $"invalid character {Quote(body[at])} {place}";
    }

    private static int Offset(ReadOnlySpan<byte> body, JsonException failure)
    {
        var offset = 0;
        for (var line = failure.LineNumber ?? 0; line > 0; line--)
        {
            var end = body[offset..].IndexOf((byte)'\n');
            if (end < 0) return body.Length;
            offset += end + 1;
        }

        return offset + (int)Math.Min(failure.BytePositionInLine ?? 0, body.Length - offset);
    }

    private static string Quote(byte character) => character switch
    {
        (byte)'\'' => @"'\''",
        (byte)'"' => "'\"'",
        >= 0x20 and < 0x7f => $"'{(char)character}'",
        _ => $"'\\x{character:x2}'",
    };
}
