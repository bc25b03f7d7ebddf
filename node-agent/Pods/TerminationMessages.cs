using System.Text;
using Orleans.Kube.NodeAgent.Runtime;

namespace Orleans.Kube.NodeAgent.Pods;

/// <summary>What ended containers left behind as their last words.</summary>
internal static class TerminationMessages
{
    private const int LongestMessage = 4096;
    private const int LongestFallback = 2048;
    private const int FallbackLines = 80;

    /// <summary>The container with its last words: the end of its file, or where that is empty and the container failed and wants it so, of its log.</summary>
    public static async Task<RuntimeContainer> ReadAsync(RuntimeContainer container, IContainerRuntime runtime, CancellationToken cancellationToken)
    {
        if (container.State != RuntimeState.Exited || container.IsSandbox) return container;
        var message = FromFile(container.Notes.TerminationLog);
        if (message.Length == 0 && container.ExitCode != 0 && !ContainerStatuses.CouldNotRun(container) && container.Notes.TerminationMessagePolicy == "FallbackToLogsOnError")
            message = await FromLogAsync(container.Id, runtime, cancellationToken);
        return message.Length == 0 ? container : container with { LastWords = message };
    }

    private static string FromFile(string file)
    {
        if (file.Length == 0 || !File.Exists(file)) return "";
        using var stream = File.OpenRead(file);
        stream.Seek(Math.Max(0, stream.Length - LongestMessage), SeekOrigin.Begin);
        var end = new byte[LongestMessage];
        return Encoding.UTF8.GetString(end, 0, stream.ReadAtLeast(end, end.Length, throwOnEndOfStream: false));
    }

    private static async Task<string> FromLogAsync(string id, IContainerRuntime runtime, CancellationToken cancellationToken)
    {
        var output = new MemoryStream();
        await runtime.Streams.LogsAsync(id, new LogQuery { TailLines = FallbackLines }, output, cancellationToken);
        return Utf8.End(output.GetBuffer().AsSpan(0, (int)output.Length), LongestFallback);
    }
}
