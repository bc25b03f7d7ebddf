namespace Orleans.Kube.NodeAgent.References;

/// <summary>An object that pods refer to, of whatever kind.</summary>
internal interface IFollowedObject
{
    /// <summary>A pod refers to it.</summary>
    void Add(string podUid);

    /// <summary>A pod refers to it no more. Returns whether it was the last one.</summary>
    bool Remove(string podUid);

    /// <summary>Ends the watch.</summary>
    void Stop();
}
