using System.Globalization;
using System.Text.RegularExpressions;

namespace Orleans.Kube.NodeAgent.Nodes;

/// <summary>Follows what the kernel says of processes that it ended for want of memory. One report takes several lines of its log. Not thread-safe.</summary>
internal sealed partial class OomReports
{
    private bool _isOpen;
    private bool _isOfMachine;

    /// <summary>Takes in the next line.</summary>
    /// <returns>The process that was ended because the machine has no memory left; null of any other line, and of a group of processes that outgrew its own limit.</returns>
    public (string Name, int Id)? Read(string line)
    {
        if (line.Contains("invoked oom-killer:", StringComparison.Ordinal)) (_isOpen, _isOfMachine) = (true, true);
        else if (!_isOpen) return null;
        else if (GroupOf(line) is { } group) _isOfMachine = group == "/";
        else if (Killed().Match(line) is { Success: true } killed)
        {
            _isOpen = false;
            return _isOfMachine ? (killed.Groups[2].Value, int.Parse(killed.Groups[1].Value, CultureInfo.InvariantCulture)) : null;
        }

        return null;
    }

    /// <summary>The group whose limit was reached, where the line tells of one.</summary>
    private static string? GroupOf(string line) =>
        Group().Match(line) is { Success: true } found ? found.Groups[1].Value : OldGroup().Match(line) is { Success: true } old ? old.Groups[1].Value : null;

    [GeneratedRegex(@"oom-kill:constraint=.*,oom_memcg=(.*),task_memcg=")]
    private static partial Regex Group();

    // Before Linux 5.0.
    [GeneratedRegex(@"Task in .* killed as a result of limit of (.*)")]
    private static partial Regex OldGroup();

    [GeneratedRegex(@"Killed process ([0-9]+) \((.+)\)")]
    private static partial Regex Killed();
}
