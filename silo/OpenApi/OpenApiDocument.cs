using System.IO.Compression;
using System.Security.Cryptography;

namespace Orleans.Kube.Silo.OpenApi;

/// <summary>A finished document: its bytes, compressed once when someone first wants them so, and its hash.</summary>
public sealed class OpenApiDocument(byte[] body, string contentType)
{
    private readonly Lazy<byte[]> _compressed = new(() => Compress(body));

    public byte[] Body { get; } = body;

    /// <summary>The body, gzipped.</summary>
    public byte[] Compressed => _compressed.Value;

    public string ContentType { get; } = contentType;

    /// <summary>A hash of the body, in hexadecimal digits.</summary>
    public string Hash { get; } = Convert.ToHexString(SHA256.HashData(body));

    public string ETag => $"\"{Hash}\"";

    private static byte[] Compress(byte[] body)
    {
        using var target = new MemoryStream(body.Length / 8);
        using (var gzip = new GZipStream(target, CompressionLevel.Optimal, leaveOpen: true)) gzip.Write(body);
        return target.ToArray();
    }
}
