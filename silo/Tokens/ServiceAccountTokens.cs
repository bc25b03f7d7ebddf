using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Orleans.Kube.Model.Authentication;
using Orleans.Kube.Silo.Pki;

namespace Orleans.Kube.Silo.Tokens;

/// <summary>Signs and verifies service account tokens: JSON web tokens with ES256, by the key in the data directory.</summary>
public sealed class ServiceAccountTokens : IDisposable
{
    /// <summary>Who issues the tokens, and for whom they are meant unless they say otherwise.</summary>
    public const string Issuer = "https://kubernetes.default.svc.cluster.local";

    /// <summary>For whom a token has to be meant that is shown to the API server.</summary>
    public static IReadOnlyList<string> ApiAudiences { get; } = [Issuer];

    private const string SecretIssuer = "kubernetes/serviceaccount";
    private const string Claim = "kubernetes.io/serviceaccount/";

    private readonly ECDsa _key;
    private readonly string _header;

    public ServiceAccountTokens(DataDirectory data)
    {
        _key = ServiceAccountKeys.Open(data);
        KeyId = Base64Url.EncodeToString(SHA256.HashData(_key.ExportSubjectPublicKeyInfo()));
        _header = Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""{"alg":"ES256","kid":"{{KeyId}}"}"""));
    }

    /// <summary>The name of the key in the key set.</summary>
    public string KeyId { get; }

    /// <summary>The public key.</summary>
    public ECPoint PublicKey => _key.ExportParameters(false).Q;

    public string Sign(ServiceAccountClaims claims) => Sign(Write(claims));

    /// <summary>A token that lives as long as the secret that holds it.</summary>
    public string SignForSecret(string @namespace, string account, string uid, string secret) => Sign(JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string>
    {
        ["iss"] = SecretIssuer,
        [Claim + "namespace"] = @namespace,
        [Claim + "secret.name"] = secret,
        [Claim + "service-account.name"] = account,
        [Claim + "service-account.uid"] = uid,
        ["sub"] = ServiceAccountName.Of(@namespace, account),
    }));

    private string Sign(byte[] claims)
    {
        var signed = $"{_header}.{Base64Url.EncodeToString(claims)}";
        return $"{signed}.{Base64Url.EncodeToString(_key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256))}";
    }

    /// <summary>The claims of a token with a good signature; null for everything else. Times and objects are not looked at.</summary>
    public ServiceAccountClaims? Verify(string token)
    {
        var parts = token.Split('.');
        if (parts.Length != 3 || parts[0] != _header) return null;
        try
        {
            var signature = Base64Url.DecodeFromChars(parts[2]);
            var signed = Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}");
            return _key.VerifyData(signed, signature, HashAlgorithmName.SHA256) ? Read(Base64Url.DecodeFromChars(parts[1])) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    public void Dispose() => _key.Dispose();

    private static byte[] Write(ServiceAccountClaims claims)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("aud"u8);
            foreach (var audience in claims.Audiences) writer.WriteStringValue(audience);
            writer.WriteEndArray();
            writer.WriteNumber("exp"u8, claims.Expires.ToUnixTimeSeconds());
            writer.WriteNumber("iat"u8, claims.Issued.ToUnixTimeSeconds());
            writer.WriteNumber("nbf"u8, claims.Issued.ToUnixTimeSeconds());
            writer.WriteString("iss"u8, Issuer);
            writer.WriteString("jti"u8, claims.Id);
            writer.WriteString("sub"u8, claims.UserName);
            WriteKubernetes(writer, claims);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteKubernetes(Utf8JsonWriter writer, ServiceAccountClaims claims)
    {
        writer.WriteStartObject("kubernetes.io"u8);
        writer.WriteString("namespace"u8, claims.Namespace);
        WriteObject(writer, "serviceaccount", claims.Name, claims.Uid);
        if (claims.Bound is { } bound) WriteObject(writer, bound.Kind.ToLowerInvariant(), bound.Name, bound.Uid);
        if (claims.Node is { } node) WriteObject(writer, "node", node.Name, node.Uid);
        writer.WriteEndObject();
    }

    private static void WriteObject(Utf8JsonWriter writer, string field, string name, string uid)
    {
        writer.WriteStartObject(field);
        writer.WriteString("name"u8, name);
        if (uid.Length > 0) writer.WriteString("uid"u8, uid);
        writer.WriteEndObject();
    }

    /// <summary>Reads claims that this class wrote: their signature has been verified.</summary>
    private static ServiceAccountClaims Read(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        if (Text(root, "iss") == SecretIssuer)
        {
            return new ServiceAccountClaims(
                Text(root, Claim + "namespace"), Text(root, Claim + "service-account.name"), Text(root, Claim + "service-account.uid"), [Issuer], DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue)
            {
                Secret = Text(root, Claim + "secret.name"),
            };
        }

        var kubernetes = root.GetProperty("kubernetes.io");
        var account = kubernetes.GetProperty("serviceaccount");
        var node = Object(kubernetes, "Node");
        var bound = Object(kubernetes, "Pod") ?? Object(kubernetes, "Secret");
        return new ServiceAccountClaims(
            Text(kubernetes, "namespace"), Text(account, "name"), Text(account, "uid"),
            [.. root.GetProperty("aud").EnumerateArray().Select(static a => a.GetString()!)],
            DateTimeOffset.FromUnixTimeSeconds(root.GetProperty("iat").GetInt64()),
            DateTimeOffset.FromUnixTimeSeconds(root.GetProperty("exp").GetInt64()))
        {
            Id = Text(root, "jti"),
            Bound = bound ?? node,
            Node = bound is null ? null : node,
        };
    }

    private static BoundObject? Object(JsonElement kubernetes, string kind) =>
        kubernetes.TryGetProperty(kind.ToLowerInvariant(), out var found) ? new BoundObject(kind, Text(found, "name"), Text(found, "uid")) : null;

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var text) ? text.GetString()! : "";
}
