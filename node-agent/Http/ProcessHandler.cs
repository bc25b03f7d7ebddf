using System.Text;
using Orleans.Kube.Client;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.NodeAgent.Runtime;

namespace Orleans.Kube.NodeAgent.Http;

/// <summary><c>/exec</c> and <c>/attach</c>: the streams of a process over a WebSocket.</summary>
internal sealed class ProcessHandler(ContainerLookup containers, IContainerStreams streams)
{
    public async Task ExecAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var command = query["command"].OfType<string>().ToList();
        if (command.Count == 0) throw Failures.BadRequest("you must specify a command for the container");
        var container = await containers.RunningAsync(context);
        var wanted = new ExecSpec(command, QueryFlag.IsSet(query["input"]), QueryFlag.IsSet(query["tty"]));
        await RelayAsync(context, wanted.Input, token => streams.ExecAsync(container.Id, wanted, token));
    }

    public async Task AttachAsync(HttpContext context)
    {
        var container = await containers.RunningAsync(context);
        var input = QueryFlag.IsSet(context.Request.Query["input"]);
        await RelayAsync(context, input, token => streams.AttachAsync(container.Id, input, token));
    }

    /// <summary>kubelet's <c>/run</c>: a command without input, answered with what it wrote.</summary>
    public async Task RunAsync(HttpContext context)
    {
        var name = ContainerLookup.Value(context, "container");
        if (containers.Find(context) is not { } pod || (context.Request.RouteValues["uid"] is string uid && uid != pod.Metadata.Uid))
        {
            await context.AnswerAsync(StatusCodes.Status404NotFound, "pod does not exist");
            return;
        }

        if (await containers.NewestAsync(context, pod) is not { State: RuntimeState.Running } running)
        {
            await context.AnswerAsync(StatusCodes.Status500InternalServerError, $"container not found (\"{name}\")");
            return;
        }

        string[] command = context.Request.Query["cmd"].ToString().Split(' ');
        var (code, output, errors) = await RunAsync(running.Id, command, context.RequestAborted);
        if (code != 0)
        {
            await context.AnswerAsync(StatusCodes.Status500InternalServerError, $"command '{string.Join(' ', command)}' exited with {code}: {Encoding.UTF8.GetString(errors)}");
            return;
        }

        if (output.Length + errors.Length > 0) context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(output, context.RequestAborted);
        await context.Response.Body.WriteAsync(errors, context.RequestAborted);
    }

    private async Task<(int Code, byte[] Output, byte[] Errors)> RunAsync(string id, IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        await using var process = await streams.ExecAsync(id, new ExecSpec(command), cancellationToken);
        using var output = new MemoryStream();
        using var errors = new MemoryStream();
        while (await process.ReadAsync(cancellationToken) is { IsEnd: false } piece) (piece.IsError ? errors : output).Write(piece.Bytes.Span);
        return (await process.ExitCodeAsync(cancellationToken), output.ToArray(), errors.ToArray());
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
