namespace Orleans.Kube.Controllers.Scheduling;

/// <summary>A rule made ready for one pod.</summary>
public interface INodeTest
{
    /// <summary>Why the node does not suit, or null when it does.</summary>
    Rejection? Test(NodeState node);
}
