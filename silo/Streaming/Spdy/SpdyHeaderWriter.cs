using System.Buffers.Binary;
using System.Text;

namespace Orleans.Kube.Silo.Streaming.Spdy;

/// <summary>
/// Writes the header blocks of one connection: valid zlib, uncompressed, as the few headers that a server sends need no compression. Each ends
/// with an empty block, by which the peer's inflater knows that it has to hand out what it has.
/// </summary>
internal sealed class SpdyHeaderWriter
{
    private static readonly byte[] ZlibHeader = [0x78, 0x01];
    private bool _started;

    public byte[] Write(IReadOnlyList<(string Name, string Value)> headers)
    {
        using var plain = new MemoryStream();
        WriteNumber(plain, headers.Count);
        foreach (var (name, value) in headers)
        {
            WriteText(plain, name);
            WriteText(plain, value);
        }

        using var block = new MemoryStream();
        if (!_started) block.Write(ZlibHeader);
        _started = true;
        StoredBlock.Write(block, plain.ToArray());
        StoredBlock.Write(block, []);
        return block.ToArray();
    }

    private static void WriteText(Stream target, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        WriteNumber(target, bytes.Length);
        target.Write(bytes);
    }

    private static void WriteNumber(Stream target, int number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        target.Write(bytes);
    }
}
