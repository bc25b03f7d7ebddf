using System.Buffers;
using System.Text;

namespace Orleans.Kube.Silo.OpenApi;

/// <summary>Writes the fields of one protobuf message.</summary>
internal sealed class ProtobufMessage
{
    private const int Varint = 0;
    private const int LengthDelimited = 2;

    private readonly ArrayBufferWriter<byte> _bytes = new();

    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    public ProtobufMessage Text(int field, string? value)
    {
        if (value is null) return this;
        WriteVarint((uint)((field << 3) | LengthDelimited));
        WriteVarint((uint)Encoding.UTF8.GetByteCount(value));
        Encoding.UTF8.GetBytes(value, _bytes);
        return this;
    }

    public ProtobufMessage Flag(int field, bool value)
    {
        if (!value) return this;
        WriteVarint((uint)((field << 3) | Varint));
        WriteVarint(1);
        return this;
    }

    public ProtobufMessage Nested(int field, ProtobufMessage? message)
    {
        if (message is null) return this;
        WriteVarint((uint)((field << 3) | LengthDelimited));
        WriteVarint((uint)message.Written.Length);
        _bytes.Write(message.Written);
        return this;
    }

    private void WriteVarint(uint value)
    {
        var span = _bytes.GetSpan(5);
        var length = 0;
        while (value >= 0x80)
        {
            span[length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        span[length++] = (byte)value;
        _bytes.Advance(length);
    }
}
