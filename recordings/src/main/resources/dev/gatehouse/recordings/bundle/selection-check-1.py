import base64, glob, hashlib, json, os, subprocess, sys, tempfile
sha = lambda data: hashlib.sha256(data).digest()
b64 = lambda text: base64.b64decode(text, validate=True)
read = lambda path: open(path, 'rb').read()

def signed(note, vkey):  # the text of a note, if the key signed it: c2sp.org/signed-note
    name, key_id, key = vkey.split('+', 2)
    assert b64(key)[0] == 1 and sha(f'{name}\n'.encode() + b64(key))[:4].hex() == key_id, 'key'
    text, lines = note.decode().rsplit('\n\n', 1)
    found = [b64(line.split(' ')[2]) for line in lines.splitlines() if line.split(' ')[1] == name]
    sig = next(s[4:] for s in found if s[:4].hex() == key_id)
    with tempfile.TemporaryDirectory() as folder:
        put = lambda file, data: open(os.path.join(folder, file), 'wb').write(data)
        put('key', bytes.fromhex('302a300506032b6570032100') + b64(key)[1:])
        put('text', f'{text}\n'.encode()), put('sig', sig)
        subprocess.run('openssl pkeyutl -verify -pubin -keyform DER -inkey key -rawin -in text '
                       '-sigfile sig'.split(), cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return text

def root(leaf, index, size, proof):  # RFC 9162, 2.1.3.2
    last, result = size - 1, sha(b'\0' + leaf)
    assert 0 <= index <= last, 'index'
    for sibling in proof:
        assert last > 0, 'a proof that is too long'
        if index & 1 or index == last:
            result = sha(b'\1' + sibling + result)
            while index and not index & 1: index, last = index >> 1, last >> 1
        else:
            result = sha(b'\1' + result + sibling)
        index, last = index >> 1, last >> 1
    assert last == 0, 'a proof that is too short'
    return result

logs = [line.split()[1] for line in read('policy.txt').decode().splitlines() if line[:4] == 'log ']
key = sys.argv[1] if sys.argv[1:] else next(k for k in logs if b64(k.split('+', 2)[2])[0] == 1)
checkpoint = read('checkpoint')
origin, size, top = signed(checkpoint, key).split('\n')
assert origin == key.split('+')[0], 'origin'
for folder in sorted(glob.glob('entries/*'), key=lambda path: int(path[8:])):
    leaf, proof = read(f'{folder}/leaf.json'), read(f'{folder}/proof.tlog-proof')
    head, note = proof.split(b'\n\n', 1)
    version, index, *hashes = head.decode().split('\n')
    assert version == 'c2sp.org/tlog-proof@v1' and note == checkpoint, folder
    assert index == f'index {folder[8:]}', folder
    assert root(leaf, int(folder[8:]), int(size), map(b64, hashes)) == b64(top), folder
    for salt in glob.glob(f'{folder}/*.salt'):
        part = os.path.basename(salt)[:-5]
        commitment = sha(read(salt) + read(f'{folder}/{part}.content'))
        assert b64(json.loads(leaf)[part]) == commitment and len(read(salt)) == 32, salt
    print('verified entry', folder[8:], leaf.decode())
