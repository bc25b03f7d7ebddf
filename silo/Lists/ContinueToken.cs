using System.Buffers.Text;
using System.Text.Json;
using Orleans.Kube.Model.Errors;

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

    public string Encode()
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(128);
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
        try
        {
            var json = JsonDocument.Parse(Base64Url.DecodeFromChars(text)).RootElement;
            if (json.GetProperty("v").GetString() != Version) throw Invalid();
            return new ContinueToken(json.GetProperty("rv").GetInt64(), json.GetProperty("start").GetString() ?? throw Invalid(), json.GetProperty("n").GetInt64());
        }
        catch (Exception failure) when (failure is FormatException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw Invalid();
        }
    }

    private static StatusException Invalid() => Failures.BadRequest("invalid continue token: continue key is not valid: the token was not issued by this server");
}
