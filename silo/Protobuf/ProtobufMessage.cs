using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Orleans.Kube.Silo.Protobuf;

/// <summary>Writes the fields of one protobuf message.</summary>
internal sealed class ProtobufMessage
{
    private const int VarintWire = 0;
    private const int Fixed64Wire = 1;
    private const int LengthDelimitedWire = 2;
    private const int LongestVarint = 10;

    private readonly ArrayBufferWriter<byte> _bytes = new();

    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    public ProtobufMessage Text(int field, string? value)
    {
        if (value is null) return this;
        WriteVarint(Tag(field, LengthDelimitedWire));
        WriteVarint((ulong)Encoding.UTF8.GetByteCount(value));
        Encoding.UTF8.GetBytes(value, _bytes);
        return this;
    }

    public ProtobufMessage Flag(int field, bool value) => value ? Number(field, 1) : this;

    /// <summary>A number, also zero.</summary>
    public ProtobufMessage Number(int field, long value)
    {
        WriteVarint(Tag(field, VarintWire));
        WriteVarint((ulong)value);
        return this;
    }

    public ProtobufMessage Double(int field, double value)
    {
        WriteVarint(Tag(field, Fixed64Wire));
        BinaryPrimitives.WriteDoubleLittleEndian(_bytes.GetSpan(sizeof(double)), value);
        _bytes.Advance(sizeof(double));
        return this;
    }

    public ProtobufMessage Bytes(int field, ReadOnlySpan<byte> value)
    {
        WriteVarint(Tag(field, LengthDelimitedWire));
        WriteVarint((ulong)value.Length);
        _bytes.Write(value);
        return this;
    }

    public ProtobufMessage Nested(int field, ProtobufMessage? message) => message is null ? this : Bytes(field, message.Written);

    private static ulong Tag(int field, int wire) => ((ulong)field << 3) | (uint)wire;

    private void WriteVarint(ulong value)
    {
        var span = _bytes.GetSpan(LongestVarint);
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
