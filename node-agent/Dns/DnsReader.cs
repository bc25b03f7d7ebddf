using System.Buffers.Binary;
using System.Text;

namespace Orleans.Kube.NodeAgent.Dns;

/// <summary>Reads messages off the wire (RFC 1035, RFC 6891). Pure.</summary>
public static class DnsReader
{
    private const int HeaderLength = 12;
    private const int LongestName = 255;
    private const int LargestServed = 4096;
    private const ushort Internet = 1;

    /// <summary>Reads a query.</summary>
    /// <param name="message">The whole message.</param>
    /// <param name="question">The query, when the code is <see cref="DnsCode.NoError"/>.</param>
    /// <returns>Why it cannot be answered, or <see cref="DnsCode.NoError"/>; null for what deserves no answer at all.</returns>
    public static DnsCode? TryRead(ReadOnlyMemory<byte> message, out DnsQuestion? question)
    {
        question = null;
        var bytes = message.Span;
        if (bytes.Length < HeaderLength || (bytes[2] & 0x80) != 0) return null;
        if ((bytes[2] & 0x78) != 0) return DnsCode.NotImplemented;
        if (Number(bytes, 4) != 1) return DnsCode.FormatError;
        if (ReadName(bytes, HeaderLength) is not var (name, next) || next + 4 > bytes.Length) return DnsCode.FormatError;
        var type = (DnsType)Number(bytes, next);
        if (Number(bytes, next + 2) != Internet) return DnsCode.Refused;
        question = new DnsQuestion(Number(bytes, 0), name.ToLowerInvariant(), type, message[HeaderLength..(next + 4)]) { IsRecursionDesired = (bytes[2] & 1) != 0 };
        if (Extensions(bytes, next + 4) is { } size) question = question with { HasExtensions = true, LargestDatagram = Math.Clamp(size, 512, LargestServed) };
        return DnsCode.NoError;
    }

    /// <summary>The records of an answer that lead from its question on, as they are on the wire: name, type, time to live, and data without compression.</summary>
    public static IReadOnlyList<DnsRecord> ReadAddresses(ReadOnlyMemory<byte> message)
    {
        var bytes = message.Span;
        if (bytes.Length < HeaderLength || Number(bytes, 4) != 1 || ReadName(bytes, HeaderLength) is not var (_, position)) return [];
        position += 4;
        var records = new List<DnsRecord>();
        for (var left = Number(bytes, 6); left > 0; left--)
        {
            if (ReadName(bytes, position) is not var (name, next) || next + 10 > bytes.Length) break;
            var (type, seconds, length) = ((DnsType)Number(bytes, next), BinaryPrimitives.ReadUInt32BigEndian(bytes[(next + 4)..]), Number(bytes, next + 8));
            var data = next + 10;
            if (data + length > bytes.Length) break;
            if (type is DnsType.A or DnsType.AAAA && length is 4 or 16) records.Add(new DnsRecord.Address(name, seconds, new(bytes.Slice(data, length))));
            else if (type == DnsType.CNAME && ReadName(bytes, data) is var (target, _)) records.Add(new DnsRecord.Pointer(name, DnsType.CNAME, seconds, target));
            position = data + length;
        }

        return records;
    }

    /// <summary>The size of datagrams in a query's OPT record; null when there is none.</summary>
    private static int? Extensions(ReadOnlySpan<byte> bytes, int position)
    {
        var records = Number(bytes, 6) + Number(bytes, 8) + Number(bytes, 10);
        for (; records > 0; records--)
        {
            if (ReadName(bytes, position) is not var (_, next) || next + 10 > bytes.Length) return null;
            if ((DnsType)Number(bytes, next) == DnsType.OPT) return Number(bytes, next + 2);
            position = next + 10 + Number(bytes, next + 8);
        }

        return null;
    }

    /// <summary>A name and where it ends; null when it is malformed. A pointer must lead backwards, so that reading ends.</summary>
    private static (string Name, int Next)? ReadName(ReadOnlySpan<byte> bytes, int position)
    {
        var (text, end, limit) = (new StringBuilder(), -1, position);
        while (true)
        {
            if (position >= bytes.Length) return null;
            int length = bytes[position];
            if (length == 0) return (text.ToString(), end < 0 ? position + 1 : end);
            if ((length & 0xC0) == 0xC0)
            {
                if (position + 1 >= bytes.Length) return null;
                var target = ((length & 0x3F) << 8) | bytes[position + 1];
                if (target >= limit) return null;
                if (end < 0) end = position + 2;
                (position, limit) = (target, target);
                continue;
            }

            if ((length & 0xC0) != 0 || position + 1 + length > bytes.Length || text.Length + length + 1 > LongestName) return null;
            if (text.Length > 0) text.Append('.');
            text.Append(Encoding.Latin1.GetString(bytes.Slice(position + 1, length)));
            position += 1 + length;
        }
    }

    private static ushort Number(ReadOnlySpan<byte> bytes, int position) => BinaryPrimitives.ReadUInt16BigEndian(bytes[position..]);
}
