using System.Buffers.Binary;
using System.Text;

namespace Orleans.Kube.NodeAgent.Dns;

/// <summary>Writes answers as they go on the wire, with compressed names (RFC 1035, RFC 6891). Pure.</summary>
public sealed class DnsWriter
{
    private const int HeaderLength = 12;
    private const ushort Internet = 1;
    private const int LargestMessage = 65535;
    private const ushort OwnLargestDatagram = 1232;
    private const int ExtensionsLength = 11;

    private readonly MemoryStream _bytes = new();
    private readonly Dictionary<string, int> _names = new(StringComparer.OrdinalIgnoreCase);

    private DnsWriter()
    {
    }

    /// <summary>An answer of at most so many bytes. What does not fit is left out; a loss in the answers themselves is marked (TC), so that the client asks again over TCP.</summary>
    public static byte[] Write(DnsQuestion question, DnsAnswer answer, int largest = LargestMessage) => new DnsWriter().Message(question, answer, largest);

    /// <summary>The refusal of a query that could not be read: its header alone.</summary>
    public static byte[] Refuse(ReadOnlySpan<byte> query, DnsCode code)
    {
        var header = new byte[HeaderLength];
        query[..3].CopyTo(header);
        header[2] = (byte)(header[2] | 0x80);
        header[3] = (byte)code;
        return header;
    }

    private byte[] Message(DnsQuestion question, DnsAnswer answer, int largest)
    {
        _bytes.SetLength(HeaderLength);
        _bytes.Position = HeaderLength;
        Remember(question);
        _bytes.Write(question.Wire.Span);
        var room = largest - (question.HasExtensions ? ExtensionsLength : 0);
        var (answers, isCut) = Section(answer.Answers, room);
        var authorities = isCut ? 0 : Section(answer.Authorities, room).Count;
        var additional = isCut ? 0 : Section(answer.Additional, room).Count;
        if (question.HasExtensions) Extensions();
        var message = _bytes.ToArray();
        BinaryPrimitives.WriteUInt16BigEndian(message, question.Id);
        message[2] = (byte)(0x80 | (answer.IsAuthoritative ? 4 : 0) | (isCut ? 2 : 0) | (question.IsRecursionDesired ? 1 : 0));
        message[3] = (byte)(0x80 | (byte)answer.Code);
        Count(message, 4, 1);
        Count(message, 6, answers);
        Count(message, 8, authorities);
        Count(message, 10, additional + (question.HasExtensions ? 1 : 0));
        return message;
    }

    private static void Count(byte[] message, int position, int count) => BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(position), (ushort)count);

    private (int Count, bool IsCut) Section(IReadOnlyList<DnsRecord> records, int room)
    {
        for (var i = 0; i < records.Count; i++)
        {
            var before = _bytes.Position;
            Record(records[i]);
            if (_bytes.Position <= room) continue;
            _bytes.SetLength(before);
            _bytes.Position = before;
            foreach (var lost in _names.Where(n => n.Value >= before).Select(n => n.Key).ToList()) _names.Remove(lost);
            return (i, true);
        }

        return (records.Count, false);
    }

    private void Record(DnsRecord record)
    {
        Name(record.Name);
        Number((ushort)record.Type);
        Number(Internet);
        Number(record.Seconds);
        var length = _bytes.Position;
        Number((ushort)0);
        Data(record);
        var end = _bytes.Position;
        _bytes.Position = length;
        Number((ushort)(end - length - 2));
        _bytes.Position = end;
    }

    private void Data(DnsRecord record)
    {
        switch (record)
        {
            case DnsRecord.Address address:
                _bytes.Write(address.Value.GetAddressBytes());
                break;
            case DnsRecord.Pointer pointer:
                Name(pointer.Target);
                break;
            case DnsRecord.Server server:
                Number((ushort)0);
                Number(server.Weight);
                Number(server.Port);
                Name(server.Target, isCompressed: false);
                break;
            case DnsRecord.Text text:
                Label(text.Value);
                break;
            case DnsRecord.Authority authority:
                Name(authority.PrimaryServer);
                Name(authority.Mailbox);
                foreach (var number in (uint[])[authority.Serial, 7200, 1800, 86400, authority.Seconds]) Number(number);
                break;
        }
    }

    private void Extensions()
    {
        _bytes.WriteByte(0);
        Number((ushort)DnsType.OPT);
        Number(OwnLargestDatagram);
        Number(0u);
        Number((ushort)0);
    }

    /// <summary>The names in the question, spelled as the client spells them, are what later names point to.</summary>
    private void Remember(DnsQuestion question)
    {
        var (name, position) = (question.Name, HeaderLength);
        while (name.Length > 0)
        {
            _names.TryAdd(name, position);
            var dot = name.IndexOf('.', StringComparison.Ordinal);
            position += (dot < 0 ? name.Length : dot) + 1;
            name = dot < 0 ? "" : name[(dot + 1)..];
        }
    }

    private void Name(string name, bool isCompressed = true)
    {
        while (name.Length > 0)
        {
            if (isCompressed && _names.TryGetValue(name, out var position))
            {
                Number((ushort)(0xC000 | position));
                return;
            }

            if (_bytes.Position < 0x4000) _names.TryAdd(name, (int)_bytes.Position);
            var dot = name.IndexOf('.', StringComparison.Ordinal);
            Label(dot < 0 ? name : name[..dot]);
            name = dot < 0 ? "" : name[(dot + 1)..];
        }

        _bytes.WriteByte(0);
    }

    private void Label(string label)
    {
        _bytes.WriteByte((byte)label.Length);
        _bytes.Write(Encoding.Latin1.GetBytes(label));
    }

    private void Number(ushort number)
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, number);
        _bytes.Write(bytes);
    }

    private void Number(uint number)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        _bytes.Write(bytes);
    }
}
