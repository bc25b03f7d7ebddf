using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Orleans.Kube.Client;
using Orleans.Kube.NodeAgent.Http;
using Orleans.Kube.NodeAgent.Runtime;
using Orleans.Kube.NodeAgent.Tests.Fakes;

namespace Orleans.Kube.NodeAgent.Tests.Http;

public sealed class ProcessRelayTests
{
    [Theory]
    [InlineData(0, "Success")]
    [InlineData(4, "NonZeroExitCode")]
    public async Task How_a_process_ended_is_told_before_the_connection_ends(int code, string says)
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var near = new TcpClient();
        var accepting = listener.AcceptTcpClientAsync(cancellation).AsTask();
        await near.ConnectAsync((IPEndPoint)listener.LocalEndpoint, cancellation);
        using var far = await accepting;
        await using var server = new ChannelSocket(WebSocket.CreateFromStream(far.GetStream(), new WebSocketCreationOptions { IsServer = true }), ChannelProtocols.Version5);
        await using var client = new ChannelSocket(WebSocket.CreateFromStream(near.GetStream(), new WebSocketCreationOptions()), ChannelProtocols.Version5);

        var relaying = new ProcessRelay(server, takesInput: false).RunAsync(_ => Task.FromResult<IProcessStream>(new OneCommand(code, "")), cancellation);
        var status = "";
        while (await client.ReceiveAsync(cancellation) is { } message)
            if (message.Channel == RemoteChannel.Status) status += Encoding.UTF8.GetString(message.Payload.Span);
        await client.CloseAsync(cancellation);
        await relaying;

        status.ShouldContain(says);
    }
}
