using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Kube.NodeAgent.Dns;

namespace Orleans.Kube.NodeAgent.Tests.Dns;

public sealed class DnsWireTests
{
    private static readonly DnsRecord[] Many = [.. Enumerable.Range(0, 100).Select(i => new DnsRecord.Address("many.ns.svc.cluster.local", 5, new IPAddress([10, 0, 0, (byte)i])))];

    [Fact]
    public void A_question_is_read_with_what_its_client_can_take()
    {
        DnsReader.TryRead(Query("KUBE.Default", DnsType.A), out var plain).ShouldBe(DnsCode.NoError);
        DnsReader.TryRead(Query("kube.default", DnsType.SRV, datagram: 1400), out var extended).ShouldBe(DnsCode.NoError);

        (plain!.Id, plain.Name, plain.Type, plain.LargestDatagram, plain.HasExtensions, plain.IsRecursionDesired).ShouldBe(((ushort)0x1234, "kube.default", DnsType.A, 512, false, true));
        (extended!.Type, extended.LargestDatagram, extended.HasExtensions).ShouldBe((DnsType.SRV, 1400, true));
    }

    [Fact]
    public void Every_cut_of_a_query_and_every_changed_byte_is_read_without_trouble()
    {
        var query = Query("_http._tcp.web.ns.svc.cluster.local", DnsType.SRV, datagram: 4096);
        for (var length = 0; length < query.Length; length++) DnsReader.TryRead(query.AsMemory(0, length), out _);
        for (var i = 0; i < query.Length; i++)
            foreach (byte value in (byte[])[0, 1, 63, 64, 0xC0, 0xFF])
            {
                var changed = (byte[])query.Clone();
                changed[i] = value;
                DnsReader.TryRead(changed, out _);
                DnsReader.ReadAddresses(changed);
            }

        DnsReader.TryRead(query.AsMemory(0, 11), out _).ShouldBeNull();
    }

    [Fact]
    public void An_answer_repeats_the_question_and_its_names_point_to_it()
    {
        DnsReader.TryRead(Query("Web.ns.svc.cluster.local", DnsType.A), out var question);
        var answer = new DnsAnswer(DnsCode.NoError) { IsAuthoritative = true, Answers = [new DnsRecord.Address("web.ns.svc.cluster.local", 5, IPAddress.Parse("10.96.0.1"))] };

        var bytes = DnsWriter.Write(question!, answer);

        Convert.ToHexString(bytes.AsSpan(0, 12)).ShouldBe("123485800001000100000000");
        Encoding.Latin1.GetString(bytes, 13, 3).ShouldBe("Web");
        Convert.ToHexString(bytes.AsSpan(bytes.Length - 16)).ShouldBe("C00C00010001000000050004" + "0A600001");
    }

    [Theory]
    [InlineData(0, 512, true)]
    [InlineData(1232, 1232, true)]
    [InlineData(4096, 4096, false)]
    public void What_is_longer_than_the_client_takes_is_cut_and_marked(int datagram, int largest, bool isCut)
    {
        DnsReader.TryRead(Query("many.ns.svc.cluster.local", DnsType.A, datagram), out var question);

        var bytes = DnsWriter.Write(question!, new DnsAnswer(DnsCode.NoError) { Answers = Many }, question!.LargestDatagram);

        bytes.Length.ShouldBeLessThanOrEqualTo(largest);
        ((bytes[2] & 2) != 0).ShouldBe(isCut);
        DnsReader.ReadAddresses(bytes).Count.ShouldBe(BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(6)));
    }

    [Fact]
    public async Task The_server_answers_over_both_protocols_and_tells_when_nobody_knows()
    {
        using var stop = new CancellationTokenSource();
        var responder = new DnsResponder(new ClusterZone("cluster.local", IPAddress.Loopback), () => ClusterRecords.Empty, new UpstreamResolver(() => [], TimeProvider.System));
        using var server = new DnsServer(responder, NullLogger<DnsServer>.Instance);
        var bound = server.Bind(IPAddress.Loopback, 0);
        var running = server.RunAsync(stop.Token);
        using var udp = new UdpClient();
        udp.Connect(bound);
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(bound);

        await udp.SendAsync(Query("10-1-2-3.ns.pod.cluster.local", DnsType.A));
        DnsReader.ReadAddresses((await udp.ReceiveAsync()).Buffer).ShouldBe([new DnsRecord.Address("10-1-2-3.ns.pod.cluster.local", 5, IPAddress.Parse("10.1.2.3"))]);
        await udp.SendAsync(Query("example.com", DnsType.A));
        ((await udp.ReceiveAsync()).Buffer[3] & 15).ShouldBe((int)DnsCode.ServerFailure);
        for (var i = 0; i < 2; i++)
        {
            var query = Query("ns.dns.cluster.local", DnsType.A);
            await tcp.GetStream().WriteAsync((byte[])[0, (byte)query.Length, .. query]);
            var length = new byte[2];
            await tcp.GetStream().ReadExactlyAsync(length);
            var answer = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
            await tcp.GetStream().ReadExactlyAsync(answer);
            DnsReader.ReadAddresses(answer).ShouldHaveSingleItem();
        }

        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(running);
    }

    private static byte[] Query(string name, DnsType type, int datagram = 0) =>
    [
        0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, (byte)(datagram > 0 ? 1 : 0),
        .. name.Split('.').SelectMany(l => (byte[])[(byte)l.Length, .. Encoding.Latin1.GetBytes(l)]), 0, 0, (byte)type, 0, 1,
        .. datagram > 0 ? (byte[])[0, 0, 41, (byte)(datagram >> 8), (byte)datagram, 0, 0, 0, 0, 0, 0] : [],
    ];
}
