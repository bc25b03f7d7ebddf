using System.Buffers.Binary;
using System.Text;

namespace Orleans.Kube.NodeAgent.Dns;

/// <summary>Answers one message: from the cluster's zone, else from upstream.</summary>
public sealed class DnsResponder(ClusterZone zone, Func<ClusterRecords> records, UpstreamResolver upstream)
{
    private const int LargestMessage = 65535;

    /// <summary>The answer to a message, or null for one that deserves none.</summary>
    /// <param name="message">The query.</param>
    /// <param name="isStream">Whether it came over TCP, where an answer may have any length.</param>
    /// <param name="cancellationToken">Ends the wait for upstream.</param>
    public async ValueTask<byte[]?> AnswerAsync(ReadOnlyMemory<byte> message, bool isStream, CancellationToken cancellationToken)
    {
        if (DnsReader.TryRead(message, out var question) is not { } code) return null;
        if (code != DnsCode.NoError) return DnsWriter.Refuse(message.Span, code);
        var largest = isStream ? LargestMessage : question!.LargestDatagram;
        if (question!.Type == DnsType.AXFR) return DnsWriter.Write(question, new DnsAnswer(DnsCode.Refused), largest);
        if (zone.Answer(question, records()) is { } known) return DnsWriter.Write(question, await ContinueAsync(question, known, isStream, cancellationToken), largest);
        return await upstream.AskAsync(message, isStream, cancellationToken) ?? DnsWriter.Write(question, new DnsAnswer(DnsCode.ServerFailure), largest);
    }

    /// <summary>Follows the alias of an external service. What cannot be followed is left to the client.</summary>
    private async ValueTask<DnsAnswer> ContinueAsync(DnsQuestion question, DnsAnswer answer, bool isStream, CancellationToken cancellationToken)
    {
        if (answer.Continuation is not { } target) return answer;
        var next = question with { Name = target, Wire = Wire(target, question.Type) };
        if (zone.Answer(next, records()) is { } inside) return answer with { Answers = [.. answer.Answers, .. inside.Answers] };
        if (await upstream.AskAsync(Query(next), isStream, cancellationToken) is not { } reply) return answer;
        return answer with { Answers = [.. answer.Answers, .. DnsReader.ReadAddresses(reply)] };
    }

    private static byte[] Query(DnsQuestion question)
    {
        byte[] header = [0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt16BigEndian(header, question.Id);
        return [.. header, .. question.Wire.Span];
    }

    private static byte[] Wire(string name, DnsType type) =>
    [
        .. name.Split('.').SelectMany(label => (byte[])[(byte)label.Length, .. Encoding.Latin1.GetBytes(label)]),
        0, (byte)((ushort)type >> 8), (byte)type, 0, 1,
    ];
}
