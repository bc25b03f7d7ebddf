using System.Buffers.Binary;

namespace Orleans.Kube.Silo.Streaming.Spdy;

/// <summary>The kinds of frames. Data has no number of its own.</summary>
internal enum SpdyFrameKind
{
    Data = 0,
    SynStream = 1,
    SynReply = 2,
    RstStream = 3,
    Settings = 4,
    Ping = 6,
    GoAway = 7,
    Headers = 8,
    WindowUpdate = 9,
}

/// <summary>The first eight bytes of a frame.</summary>
/// <param name="Kind">What the frame is.</param>
/// <param name="StreamId">For data, the stream; otherwise 0.</param>
/// <param name="Flags"><see cref="Fin"/>, or others that are of no concern here.</param>
/// <param name="Length">The bytes that follow.</param>
internal readonly record struct SpdyFrame(SpdyFrameKind Kind, uint StreamId, byte Flags, int Length)
{
    public const int HeaderBytes = 8;

    /// <summary>The sender will send nothing more on the stream.</summary>
    public const byte Fin = 1;

    private const uint Control = 0x8003_0000;

    public bool IsFinal => (Flags & Fin) != 0;

    /// <exception cref="SpdyException">Not a frame of SPDY/3.</exception>
    public static SpdyFrame Read(ReadOnlySpan<byte> header)
    {
        var first = BinaryPrimitives.ReadUInt32BigEndian(header);
        var second = BinaryPrimitives.ReadUInt32BigEndian(header[4..]);
        var (flags, length) = ((byte)(second >> 24), (int)(second & 0xFF_FFFF));
        if (first < 0x8000_0000) return new SpdyFrame(SpdyFrameKind.Data, first, flags, length);
        if ((first & 0xFFFF_0000) != Control) throw new SpdyException("the peer speaks another version of SPDY");
        return new SpdyFrame((SpdyFrameKind)(first & 0xFFFF), 0, flags, length);
    }

    public void Write(Span<byte> header)
    {
        BinaryPrimitives.WriteUInt32BigEndian(header, Kind == SpdyFrameKind.Data ? StreamId : Control | (uint)Kind);
        BinaryPrimitives.WriteUInt32BigEndian(header[4..], ((uint)Flags << 24) | (uint)Length);
    }
}
