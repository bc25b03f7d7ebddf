using System.Buffers.Binary;

namespace Orleans.Kube.Silo.Streaming;

/// <summary>
/// Finds where the frames of a WebSocket end (RFC 6455, 5.2) while its bytes pass by. Clients that wait for readable sockets, such as Kubernetes'
/// Python client, need every frame in a TLS record of its own: what is left of a record shows on no socket.
/// </summary>
internal sealed class FrameBoundary
{
    private const int ShortHead = 2;
    private const int MaskBytes = 4;
    private readonly byte[] _head = new byte[14];
    private int _headBytes;
    private ulong _payload;

    /// <summary>How many of the next bytes, at least one, belong together.</summary>
    public int Take(ReadOnlySpan<byte> bytes)
    {
        for (var at = 0; at < bytes.Length;)
        {
            if (_payload > 0)
            {
                var part = (int)Math.Min(_payload, (ulong)(bytes.Length - at));
                _payload -= (ulong)part;
                at += part;
                if (_payload == 0) return at;
                continue;
            }

            _head[_headBytes++] = bytes[at++];
            if (_headBytes < HeadLength) continue;
            (_payload, _headBytes) = (PayloadLength, 0);
            if (_payload == 0) return at;
        }

        return bytes.Length;
    }

    private int HeadLength => _headBytes < ShortHead ? ShortHead : ShortHead + LengthBytes + ((_head[1] & 0x80) != 0 ? MaskBytes : 0);

    private int LengthBytes => (_head[1] & 0x7f) switch { 126 => 2, 127 => 8, _ => 0 };

    private ulong PayloadLength => LengthBytes switch
    {
        2 => BinaryPrimitives.ReadUInt16BigEndian(_head.AsSpan(ShortHead)),
        8 => BinaryPrimitives.ReadUInt64BigEndian(_head.AsSpan(ShortHead)),
        _ => (ulong)(_head[1] & 0x7f),
    };
}
