namespace Orleans.Kube.Silo.Tests.OpenApi;

/// <summary>Reads the fields of protobuf messages in the order in which they were written, without knowing their schema.</summary>
internal static class ProtobufFields
{
    public static List<ProtobufField> Read(ReadOnlyMemory<byte> message)
    {
        List<ProtobufField> fields = [];
        var at = 0;
        while (at < message.Length)
        {
            var key = Varint(message.Span, ref at);
            var length = Varint(message.Span, ref at);
            if ((key & 7) == 0)
            {
                fields.Add(new ProtobufField((int)(key >> 3), new[] { (byte)length }));
                continue;
            }

            fields.Add(new ProtobufField((int)(key >> 3), message.Slice(at, (int)length)));
            at += (int)length;
        }

        return fields;
    }

    private static ulong Varint(ReadOnlySpan<byte> bytes, ref int at)
    {
        var (value, shift) = (0UL, 0);
        do
        {
            value |= (ulong)(bytes[at] & 0x7F) << shift;
            shift += 7;
        }
        while ((bytes[at++] & 0x80) != 0);
        return value;
    }
}
