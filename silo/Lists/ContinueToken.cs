using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Json;

namespace Orleans.Kube.Silo.Lists;

/// <summary>Where a paged list goes on. Opaque to clients.</summary>
/// <param name="Revision">The revision that the pages show; <see cref="Inconsistent"/> for whatever is latest.</param>
/// <param name="After">The path of the last object that was returned.</param>
/// <param name="Returned">How many objects came before, or <see cref="Unknown"/>.</param>
public sealed record ContinueToken(long Revision, string After, long Returned)
{
    public const long Inconsistent = -1;
    public const long Unknown = -1;
    private const string Version = "meta.k8s.io/v1";
    private static readonly SearchValues<char> Alphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    public string Encode()
    {
        var buffer = new ArrayBufferWriter<byte>(128);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("v"u8, Version);
            writer.WriteNumber("rv"u8, Revision);
            writer.WriteString("start"u8, After);
            writer.WriteNumber("n"u8, Returned);
            writer.WriteEndObject();
        }

        return Base64Url.EncodeToString(buffer.WrittenSpan);
    }

    /// <exception cref="StatusException">400: the text is no such token.</exception>
    public static ContinueToken Decode(string text)
    {
        var bytes = Bytes(text);
        try
        {
            var json = JsonDocument.Parse(bytes).RootElement;
            var version = Text(json, "v");
            if (version != Version) throw Invalid($"server does not recognize this encoded version {version}");
            var revision = Number(json, "rv", 0);
            if (revision == 0) throw Invalid("incorrect encoded start resourceVersion (version meta.k8s.io/v1)");
            if (Text(json, "start") is not { Length: > 0 } start) throw Invalid("encoded start key empty (version meta.k8s.io/v1)");
            return new ContinueToken(revision, start, Number(json, "n", Unknown));
        }
        catch (JsonException failure)
        {
            throw Invalid(JsonSyntax.Describe(bytes, failure));
        }
        catch (Exception failure) when (failure is FormatException or InvalidOperationException)
        {
            throw Invalid("the token was not issued by this server");
        }
    }

    private static byte[] Bytes(string text)
    {
        var wrong = text.AsSpan().IndexOfAnyExcept(Alphabet);
        if (wrong < 0 && text.Length % 4 == 1) wrong = text.Length - 1;
        // Bits that are left over at the end are not looked at, which Base64Url does.
        return wrong < 0 ? Convert.FromBase64String(text.Replace('-', '+').Replace('_', '/').PadRight((text.Length + 3) / 4 * 4, '=')) : throw Invalid($"illegal base64 data at input byte {wrong}");
    }

    private static string Text(JsonElement token, string name) => token.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";

    private static long Number(JsonElement token, string name, long otherwise) => token.TryGetProperty(name, out var value) ? value.GetInt64() : otherwise;

    private static StatusException Invalid(string why) => Failures.BadRequest($"invalid continue token: continue key is not valid: {why}");
}
