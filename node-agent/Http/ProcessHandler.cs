using Orleans.Kube.Client;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.NodeAgent.Runtime;

namespace Orleans.Kube.NodeAgent.Http;

/// <summary><c>/exec</c> and <c>/attach</c>: the streams of a process over a WebSocket.</summary>
internal sealed class ProcessHandler(ContainerLookup containers, IContainerRuntime runtime)
{
    public async Task ExecAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var command = query["command"].OfType<string>().ToList();
        if (command.Count == 0) throw Failures.BadRequest("you must specify a command for the container");
        var container = await containers.RunningAsync(context);
        var wanted = new ExecSpec(command, QueryFlag.IsSet(query["input"]), QueryFlag.IsSet(query["tty"]));
        await RelayAsync(context, wanted.Input, token => runtime.Streams.ExecAsync(container.Id, wanted, token));
    }

    public async Task AttachAsync(HttpContext context)
    {
        var container = await containers.RunningAsync(context);
        var input = QueryFlag.IsSet(context.Request.Query["input"]);
        await RelayAsync(context, input, token => runtime.Streams.AttachAsync(container.Id, input, token));
    }

    private static async Task RelayAsync(HttpContext context, bool input, Func<CancellationToken, Task<IProcessStream>> open)
    {
        await using var socket = await ChannelUpgrade.AcceptAsync(context, ChannelProtocols.OfProcesses);
        // An empty message tells the client that the connection stands, on the lowest channel that it reads.
        var query = context.Request.Query;
        await socket.SendAsync(QueryFlag.IsSet(query["output"]) ? RemoteChannel.Output : QueryFlag.IsSet(query["error"]) ? RemoteChannel.Error : RemoteChannel.Status, default, context.RequestAborted);
        await new ProcessRelay(socket, input).RunAsync(open, context.RequestAborted);
    }
}
