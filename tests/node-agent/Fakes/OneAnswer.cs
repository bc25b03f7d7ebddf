using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Orleans.Kube.NodeAgent.Tests.Fakes;

/// <summary>Gives each connection the answer that it was made with, ends it, and keeps what was asked first.</summary>
internal sealed class OneAnswer : IDisposable
{
    private readonly TaskCompletionSource<string> _request = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public OneAnswer(string answer)
    {
        _listener.Start();
        _ = AnswerAllAsync(answer);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The lines that were asked with.</summary>
    public Task<string> Request => _request.Task;

    public void Dispose() => _listener.Dispose();

    private async Task AnswerAllAsync(string answer)
    {
        try
        {
            while (true) _request.TrySetResult(await AnswerAsync(await _listener.AcceptTcpClientAsync(), answer));
        }
        catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException)
        {
            _request.TrySetException(e);
        }
    }

    private static async Task<string> AnswerAsync(TcpClient client, string answer)
    {
        using var taken = client;
        var (stream, buffer, length) = (client.GetStream(), new byte[16 * 1024], 0);
        while (!Encoding.ASCII.GetString(buffer, 0, length).Contains("\r\n\r\n", StringComparison.Ordinal))
            length += await stream.ReadAsync(buffer.AsMemory(length)) is > 0 and var count ? count : throw new EndOfStreamException();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(answer));
        return Encoding.ASCII.GetString(buffer, 0, length);
    }
}
