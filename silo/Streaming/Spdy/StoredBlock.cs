using System.Buffers.Binary;

namespace Orleans.Kube.Silo.Streaming.Spdy;

/// <summary>Deflate without compression: a block that holds its bytes as they are (RFC 1951, section 3.2.4).</summary>
internal static class StoredBlock
{
    /// <param name="target">Where the block is written.</param>
    /// <param name="bytes">At most 65,535 bytes.</param>
    public static void Write(Stream target, ReadOnlySpan<byte> bytes)
    {
        Span<byte> header = stackalloc byte[5];
        header[0] = 0;
        BinaryPrimitives.WriteUInt16LittleEndian(header[1..], checked((ushort)bytes.Length));
        BinaryPrimitives.WriteUInt16LittleEndian(header[3..], (ushort)~bytes.Length);
        target.Write(header);
        target.Write(bytes);
    }
}
